import { randomBytes } from 'node:crypto';
import type { ManifestDelivery } from '../../../../shared/protocol/api/terminal.ts';
import type { TokenId } from '../../../../shared/protocol/ids.ts';
import type { SignedEntry } from '../../../../shared/protocol/log/entry.ts';
import { NOTHING_PARTICULAR } from '../../../../shared/protocol/nothing-particular.ts';
import { hotpCode } from '../../../../shared/protocol/schemes/oath/hotp.ts';
import { deliveriesOf, pullAll, type Seeded, seedRoute } from '../../testing/seed.ts';
import type { TestCentral } from '../../testing/test-central.ts';
import type { TestTerminal } from '../../testing/test-terminal.ts';

export const SERIAL = 'FT-0001';
export const PIN_SUITE = 'OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1-S006';
export const hotp = { kind: 'hotp' };

export type Started = Seeded & {
  readonly deliveries: readonly [ManifestDelivery, ...ManifestDelivery[]];
  readonly seed: Buffer;
  readonly token: TokenId;
  readonly cursor: number;
};

export const text = (digits: Uint8Array): string => Buffer.from(digits).toString('ascii');
export const hotpOf = (seed: Buffer, counter: number): string =>
  text(hotpCode('SHA1', seed, counter, 6));
/** A hand-over as a terminal may claim it, whatever it was shown. */
export const claim = (
  terminal: TestTerminal,
  { id, epoch }: ManifestDelivery,
  token: TokenId,
  factor: number | null,
): SignedEntry =>
  terminal.write({
    kind: 'hand-over',
    ...NOTHING_PARTICULAR,
    purpose: 'hand-over',
    delivery: id,
    epoch,
    parcels: [],
    proof: { scheme: 'oath', token, factor: factor as never },
  });

/** Tokens of a depot and their deliveries, as a central keeps them. */
export const tokensAt = (central: TestCentral) => {
  const add = async (depot: string, more: object = {}) => {
    const seed = randomBytes(20).toString('hex');
    const body = { serial: SERIAL, scheme: hotp, seed, ...more };
    const answer = await central.staff('POST', `/v1/depots/${depot}/tokens`, body);
    return { ...answer, seed, problem: answer.body.type?.split(':').at(-1) };
  };
  const tokensOf = async (depot: string) =>
    (await central.staff('GET', `/v1/depots/${depot}/tokens`)).body.tokens;
  const handOversOf = async (terminal: TestTerminal) =>
    (await central.staff('GET', `/v1/hand-overs?terminal=${terminal.id}`)).body.handOvers;
  const codesOf = async (terminal: TestTerminal, ...entries: SignedEntry[]): Promise<string[]> =>
    (await terminal.handIn(entries)).findings.map((one) => one.code);

  /** A route of some stops of one customer, who has a token. */
  const start = async (stops = 1, more: object = {}): Promise<Started> => {
    let seed = '';
    let token = '' as TokenId;
    const prepare = async (depot: string): Promise<void> => {
      const added = await add(depot, more);
      if (added.status !== 201) throw new Error(JSON.stringify(added.body));
      ({ seed } = added);
      token = added.body.id;
    };
    const seeded = await seedRoute(central, stops, { token: SERIAL }, prepare);
    const { items, cursor } = await pullAll(seeded.terminal);
    const [first, ...others] = deliveriesOf(items).sort((a, b) => a.position - b.position);
    if (first === undefined) throw new Error('no delivery');
    const deliveries = [first, ...others] as const;
    return {
      ...seeded,
      deliveries: [...deliveries],
      seed: Buffer.from(seed, 'hex'),
      token,
      cursor,
    };
  };
  return { add, tokensOf, handOversOf, codesOf, start };
};
