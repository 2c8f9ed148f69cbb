import { randomBytes } from 'node:crypto';
import { csvLine, HEADER } from '../../central/src/testing/seed.ts';
import {
  startTestCentral,
  startTestPostgres,
  type TestCentral,
} from '../../central/src/testing/test-central.ts';
import { waitUntil } from '../../e2e/support/wait-until.ts';
import type { Central } from '../../electron/app/ports/central.ts';
import type { Clock } from '../../electron/app/ports/clock.ts';
import type { Stop } from '../../electron/app/ports/store.ts';
import { makeCentralClient } from '../../electron/central-client/central-client.ts';
import { makeReach } from '../../electron/central-client/reach.ts';
import { type DeliveryCode, parseDeliveryCode } from '../../shared/protocol/code/delivery-code.ts';
import { utf8 } from '../../shared/protocol/codec/bytes.ts';
import type { Signer } from '../../shared/protocol/crypto/keys.ts';
import type { DeliveryId, TerminalId } from '../../shared/protocol/ids.ts';

/** What central says about a terminal's hand-overs and what it found fault with. */
export type Judgement = {
  readonly handOvers: readonly {
    readonly delivery: DeliveryId;
    readonly epoch: number;
    readonly counted: boolean;
    readonly proved: boolean;
    readonly notBefore: number;
    readonly notAfter: number;
    readonly claimed: { readonly at: number; readonly trust: string };
    readonly sequence: number;
  }[];
  readonly findings: readonly string[];
};

/** A depot at a real central on real PostgreSQL, on loopback, with a clock that only goes on. */
export type Depot = {
  readonly central: TestCentral;
  readonly newEnrolmentCode: () => Promise<string>;
  /** Gives a terminal a route of some stops. */
  readonly giveRoute: (terminal: TerminalId, stops: number) => Promise<void>;
  /** The customer's code; a new one each time, for it is wiped after use. */
  readonly codeOf: (stop: Stop) => Promise<DeliveryCode>;
  readonly judgement: (terminal: TerminalId) => Promise<Judgement>;
  /** How a terminal with these clocks reaches central. */
  readonly reach: (clock: Clock) => (signer: Signer) => Central;
  readonly stop: () => Promise<void>;
};

const CODE = /[0-9A-Z]{5}-[0-9A-Z]{5}/;

export const startDepot = async (): Promise<Depot> => {
  const postgres = await startTestPostgres();
  const central = await startTestCentral(postgres);
  const { staff } = central;
  const facts = { name: 'Depot', sender: 'Kerbside', timeZone: 'UTC' };
  const depot = (await staff('POST', '/v1/depots', facts)).body.id;
  const driver = (await staff('POST', `/v1/depots/${depot}/drivers`, { name: 'Dora' })).body.id;
  const codes = new Map<string, string>();
  let terminals = 0;
  let routes = 0;

  const readCodes = async (): Promise<void> => {
    for (const { delivery, epoch, text } of (await staff('GET', '/v1/outbox')).body.messages) {
      codes.set(`${delivery} ${epoch}`, CODE.exec(text)?.[0] ?? '');
    }
  };
  return {
    central,
    newEnrolmentCode: async () => {
      const name = `Handheld ${++terminals}`;
      return (await staff('POST', `/v1/depots/${depot}/enrolment-codes`, { name })).body.code;
    },
    giveRoute: async (terminal, stops) => {
      const route = `R${++routes}`;
      const lines = Array.from({ length: stops }, (_, i) =>
        csvLine(central.clock.now(), i + 1, { route }),
      );
      const file = [HEADER, ...lines].join('\n');
      const imported = await staff('POST', `/v1/depots/${depot}/deliveries`, file);
      const id = imported.body.routes?.[0]?.id;
      const assigned = await staff('POST', `/v1/routes/${id}/assign`, { terminal, driver });
      if (assigned.status !== 200) throw new Error(JSON.stringify(assigned.body));
    },
    codeOf: async ({ delivery, epoch }) => {
      const key = `${delivery} ${epoch}`;
      await waitUntil('the customer has the code', async () => {
        if (!codes.has(key)) await readCodes();
        return codes.has(key);
      });
      const code = parseDeliveryCode(utf8(codes.get(key) ?? ''));
      if (!code.ok) throw new Error(`the customer's code is ${code.error}`);
      return code.value;
    },
    judgement: async (terminal) => {
      const of = `terminal=${terminal}`;
      const { handOvers } = (await staff('GET', `/v1/hand-overs?${of}`)).body;
      const { findings } = (await staff('GET', `/v1/findings?${of}`)).body;
      return { handOvers, findings: findings.map((one: { code: string }) => one.code) };
    },
    reach: (clock) => (signer) =>
      makeCentralClient({
        signer,
        clock,
        random: (bytes) => new Uint8Array(randomBytes(bytes)),
        reach: makeReach({
          authorities: () => [],
          proxiesFor: async () => 'DIRECT',
          patienceMs: 30_000,
        }),
      }),
    stop: async () => {
      await central.stop();
      await postgres.stop();
    },
  };
};
