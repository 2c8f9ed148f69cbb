import { expect, test } from 'vitest';
import { ALPHABET } from '../../../shared/protocol/code/alphabet.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { seedRoute } from '../testing/seed.ts';
import { issueCode } from './issue-code.ts';
import { openSealedCode } from './make-sealed-code.ts';
import { findPending } from './pending-deliveries.ts';

const central = centralForTests();

/** The random bytes of which this code is made. */
const bytesOf = (code: string): Uint8Array =>
  Uint8Array.from(code.slice(0, 9), (character) => ALPHABET.indexOf(character));

/** The customer's code of a new issue, where the first random bytes are those of `first`. */
const issuedAfter = async (label: string, first: string): Promise<string> => {
  const { ports } = central;
  const { depot, terminal } = await seedRoute(central, 1, { label });
  const key = { depot, id: terminal.id };
  const [pending] = await findPending(ports.pool, key, ports.now(), 1);
  if (pending === undefined) throw new Error('nothing waits for a code');
  const next = [bytesOf(first)];
  const random = (length: number) => next.shift() ?? ports.random(length);
  const pepper = new Uint8Array(32).fill(7);
  await issueCode({ ...ports, random }, key, pepper, pending);
  const { rows } = await ports.pool.query('select id, sealed_code from issue where delivery = $1', [
    pending.delivery,
  ]);
  const code = openSealedCode(ports, rows[0].id, 'hand-over', rows[0].sealed_code);
  return String.fromCharCode(...code);
};

test.each(['7000000028', '70-00000028', '7ooOOO0o28'])(
  'a code that equals the label %s, in use at the depot, is thrown away for another (L4)',
  async (label) => {
    expect(await issuedAfter(label, '7000000028')).not.toBe('7000000028');
  },
);

test('a code that equals no label is kept', async () => {
  expect(await issuedAfter('7000000026', '7000000028')).toBe('7000000028');
});
