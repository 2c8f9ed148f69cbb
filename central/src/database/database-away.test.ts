import { afterAll, beforeAll, expect, it } from 'vitest';
import { PATHS } from '../../../shared/protocol/api/terminal.ts';
import type { SignedEntry } from '../../../shared/protocol/log/entry.ts';
import { codeFor, deliveriesOf, pullAll, seedRoute } from '../testing/seed.ts';
import {
  type OwnPostgres,
  startOwnPostgres,
  startTestCentral,
  type TestCentral,
} from '../testing/test-central.ts';
import { PULLED, type TestTerminal } from '../testing/test-terminal.ts';

const TERMINALS = 8;
const BATCHES = 40;
const RESTARTS = 2;

let postgres: OwnPostgres;
let central: TestCentral;

beforeAll(async () => {
  postgres = await startOwnPostgres();
  central = await startTestCentral(postgres);
});
afterAll(async () => {
  await central?.stop();
  await postgres?.stop();
});

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

type Refusals = { readonly status: number; readonly retryAfter: string | null }[];

/** Hands entries in until central has them, as a terminal does: whatever fails is sent again. */
const handInAtLast = async (
  terminal: TestTerminal,
  entries: readonly SignedEntry[],
  refusals: Refusals,
): Promise<void> => {
  for (;;) {
    const answer = await terminal.send('POST', PATHS.entries, { entries });
    if (answer.status === 200) {
      expect(answer.body.findings).toEqual([]);
      return;
    }
    refusals.push({ status: answer.status, retryAfter: answer.headers.get('retry-after') });
    await pause(50);
  }
};

it('lives through restarts of PostgreSQL while eight terminals hand in: nothing is lost, nothing is doubled (C1)', async () => {
  const refusals: Refusals = [];
  const crews = await Promise.all(
    Array.from({ length: TERMINALS }, async () => {
      const { terminal } = await seedRoute(central, 1);
      const [delivery] = deliveriesOf((await pullAll(terminal)).items);
      if (delivery === undefined) throw new Error('no delivery');
      return { terminal, delivery, code: await codeFor(central, delivery) };
    }),
  );
  let done = 0;
  const restarts = (async () => {
    for (let n = 1; n <= RESTARTS; n++) {
      while (done < (n * TERMINALS * BATCHES) / (RESTARTS + 1)) await pause(5);
      await postgres.restart();
    }
  })();
  await Promise.all(
    crews.map(async ({ terminal, delivery, code }) => {
      for (let n = 0; n < BATCHES; n++) {
        const handOver =
          n === BATCHES / 2 ? [await terminal.handOver(delivery, code)] : [terminal.write(PULLED)];
        const entries = [...handOver, terminal.write(PULLED)] as SignedEntry[];
        await handInAtLast(terminal, entries, refusals);
        done++;
      }
    }),
  );
  await restarts;
  expect(refusals.length).toBeGreaterThan(0);
  expect(
    refusals.filter(({ status, retryAfter }) => status !== 503 || retryAfter === null),
  ).toEqual([]);
  for (const { terminal } of crews) {
    const log = await central.ports.pool.query(
      'select count(*) as n, max(sequence) as last from entry where terminal = $1',
      [terminal.id],
    );
    expect(log.rows).toEqual([{ n: terminal.head.sequence, last: terminal.head.sequence }]);
    const { body } = await central.staff('GET', `/v1/hand-overs?terminal=${terminal.id}`);
    expect(body.handOvers).toMatchObject([{ counted: true, proved: true, findings: [] }]);
  }
  expect((await central.staff('GET', '/v1/findings')).body.findings).toEqual([]);
}, 120_000);
