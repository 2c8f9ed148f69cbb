import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { assignRoute } from '../../central/src/testing/assign-route.ts';
import { csvLine, enrolTerminal, HEADER } from '../../central/src/testing/seed.ts';
import { startTestCentral, startTestPostgres } from '../../central/src/testing/test-central.ts';
import type { Central, EnrolledKeys, TerminalRecord } from '../../electron/app/ports/central.ts';
import type { Reach } from '../../electron/central-client/reach.ts';
import { agreementKey, makeSigner, type Signer } from '../../shared/protocol/crypto/keys.ts';
import { parseEnrolmentCode } from '../../shared/protocol/enrolment/enrolment-code.ts';
import type { Instant } from '../../shared/protocol/ids.ts';
import { DEFAULT_POLICY } from '../../shared/protocol/policy.ts';
import { err } from '../../shared/result.ts';
import { clientFor, straightInto } from '../support/reach-central.ts';
import { makeDepot, type Network } from './central.fake.ts';

/** A central with one terminal, and what people do at it. */
export type Contracted = {
  readonly port: Central;
  readonly enrolmentCode: string;
  readonly own: EnrolledKeys;
  readonly signer: Signer;
  readonly record: TerminalRecord;
  readonly now: () => Instant;
  readonly reach: (network: Network) => void;
  /** A route with one stop. */
  readonly giveStop: () => Promise<unknown>;
  readonly withdraw: () => Promise<unknown>;
  readonly issueAgain: () => Promise<unknown>;
  readonly addStaff: () => Promise<unknown>;
  readonly removeStaff: () => Promise<unknown>;
  readonly changePolicy: () => Promise<unknown>;
  /** What comes back with `restore`, which is told how many entries were handed in since. */
  readonly backUp: () => Promise<{ readonly entries: number }>;
  readonly restore: (entries: number) => Promise<unknown>;
  readonly revoke: () => Promise<unknown>;
  readonly stop: () => Promise<unknown>;
};

const NOW = 1_800_000_000_000 as Instant;
const now = (): Instant => NOW;
const HOUR = 3_600_000;

const newKeys = () => {
  const signer = makeSigner(new Uint8Array(randomBytes(32)));
  const secret = new Uint8Array(randomBytes(32));
  return { signer, own: { signingKey: signer.publicKey, agreementKey: agreementKey(secret) } };
};
const enrolIn = async (port: Central, text: string, own: EnrolledKeys) => {
  const code = parseEnrolmentCode(text);
  if (!code.ok) throw new Error(code.error);
  const enrolled = await port.enrol(code.value, own);
  if (!enrolled.ok) throw new Error(enrolled.error);
  return enrolled.value;
};

/** A network that loses what it is told to, in front of the real central. */
const makeNetwork = (real: Reach) => {
  let network: Network = 'there';
  let requests = 0;
  const reach: Reach = async (url, asked) => {
    if (network === 'away') return err('central-unreachable');
    const isCut = network !== 'there' && requests++ >= network.from;
    if (isCut && network !== 'there' && network.lost === 'request') {
      return err('central-unreachable');
    }
    const answer = await real(url, asked);
    return isCut ? err('central-unreachable') : answer;
  };
  const set = (to: Network): void => {
    network = to;
    requests = 0;
  };
  return { reach, set };
};

export const startReal = async (): Promise<Contracted> => {
  const postgres = await startTestPostgres();
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'kerbside-contract-'));
  const startOn = (databaseUrl?: string) =>
    startTestCentral(postgres, { dataFolder, now, ...(databaseUrl && { databaseUrl }) });
  let central = await startOn();
  const staff = async (method: 'POST' | 'PATCH', at: string, body?: unknown) => {
    const answer = await central.staff(method, at, body);
    if (answer.status >= 400) throw new Error(`${at}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const facts = { name: 'Depot', sender: 'Kerbside', timeZone: 'UTC' };
  const depot = (await staff('POST', '/v1/depots', facts)).id;
  const driver = (await staff('POST', `/v1/depots/${depot}/drivers`, { name: 'Dora' })).id;
  const offer = await staff('POST', `/v1/depots/${depot}/enrolment-codes`, { name: 'Handheld' });
  const { signer, own } = newKeys();
  const network = makeNetwork((url, asked) => straightInto(central)(url, asked));
  const clock = { wall: now, boot: () => ({ bootId: 'contract', elapsedMs: 0 }) };
  const port = clientFor(clock, network.reach)(signer);
  const record = await enrolIn(port, offer.code, own);
  const { terminal } = record.grant;
  let route = '';
  let member = '';
  let backup = '';
  const assign = async (to: string): Promise<void> => {
    const answer = await assignRoute(central, route, { terminal: to, driver });
    if (answer.status !== 200) throw new Error(`the route: ${JSON.stringify(answer.body)}`);
  };
  return {
    ...{ port, enrolmentCode: offer.code, own, signer, record, now, reach: network.set },
    giveStop: async () => {
      const file = [HEADER, csvLine(NOW, 1)].join('\n');
      const imported = await staff('POST', `/v1/depots/${depot}/deliveries`, file);
      route = imported.routes[0].id;
      await assign(terminal);
    },
    // Another terminal drives the route, and then this one again.
    withdraw: async () => assign((await enrolTerminal(central, depot, 'Another')).id),
    issueAgain: () => assign(terminal),
    addStaff: async () => {
      const body = { name: 'Ada', role: 'driver' };
      member = (await staff('POST', `/v1/depots/${depot}/staff`, body)).member.id;
    },
    removeStaff: () => staff('POST', `/v1/staff/${member}/remove`),
    changePolicy: () => staff('PATCH', `/v1/depots/${depot}/policy`, { leaseHours: 7 }),
    backUp: async () => {
      const { databaseUrl } = central;
      await central.stop();
      backup = await postgres.copyDatabase(databaseUrl);
      central = await startOn(databaseUrl);
      return { entries: 1 };
    },
    restore: async () => {
      await central.stop();
      central = await startOn(backup);
    },
    revoke: () => staff('POST', `/v1/terminals/${terminal}/revoke`),
    stop: async () => {
      await central.stop();
      await postgres.stop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
};

export const startFake = async (): Promise<Contracted> => {
  const { signer, own } = newKeys();
  const depot = makeDepot(own, now);
  const { port, enrolmentCode, reach } = depot;
  const validity = { opensIn: -HOUR, lasts: 9 * HOUR, attempts: 5 };
  const record = await enrolIn(port, enrolmentCode, own);
  reach('there');
  return {
    ...{ port, enrolmentCode, own, signer, record, now, reach },
    giveStop: async () => {
      depot.giveRoute(DEFAULT_POLICY);
      await depot.give(1, validity);
    },
    withdraw: async () => depot.withdraw(1),
    issueAgain: () => depot.issue(1, validity),
    addStaff: async () => depot.giveStaff(),
    removeStaff: async () => depot.changeStaff(1, true),
    changePolicy: async () => depot.giveRoute(DEFAULT_POLICY),
    backUp: async () => ({ entries: 1 }),
    restore: async (entries) => depot.restore(entries, true),
    revoke: async () => depot.revoke(),
    stop: async () => undefined,
  };
};
