import {
  type DeliveryCode,
  parseDeliveryCode,
} from '../../../shared/protocol/code/delivery-code.ts';
import { utf8 } from '../../../shared/protocol/codec/bytes.ts';
import { parseEnrolmentCode } from '../../../shared/protocol/enrolment/enrolment-code.ts';
import type {
  DeliveryId,
  DepotId,
  Hash,
  PublicKey,
  ShortId,
  TerminalId,
} from '../../../shared/protocol/ids.ts';
import type { Policy } from '../../../shared/protocol/policy.ts';
import type { Purpose } from '../../../shared/protocol/verdict.ts';
import { HOUR, SECOND } from '../clock.ts';
import type { PolicySettings } from '../depots/policy.ts';
import { hashEnrolmentToken } from '../terminals/enrolment-tokens.ts';
import { assignRoute } from './assign-route.ts';
import { csvLine, HEADER, overrideFor, type StopPlan, until } from './seed.ts';
import type { Telephones } from './telephones.ts';
import type { TestCentral } from './test-central.ts';

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

/** One depot of a real central, with what people at it do; each by central's own acts. */
export type TestDepot = {
  readonly newEnrolmentCode: () => Promise<string>;
  /** Gives a terminal so many more stops, on the one route of it of this day. */
  readonly giveStops: (terminal: TerminalId, stops: readonly StopPlan[]) => Promise<void>;
  /** Which terminal has enrolled with a code; null: none yet. */
  readonly terminalOf: (enrolmentCode: string) => Promise<TerminalId | null>;
  /** How many of a terminal's deliveries are open by what central knows. */
  readonly openOf: (terminal: TerminalId) => Promise<number>;
  /** By what the hand-overs of a terminal are proved. */
  readonly presenceKeysOf: (terminal: TerminalId) => Promise<readonly PresenceKeys[]>;
  /** What a terminal may be given, in the order of its stops. */
  readonly issuesOf: (terminal: TerminalId) => Promise<readonly Issued[]>;
  /** The customer's code, sent if it is not yet; new memory each time, for it is wiped after use. */
  readonly codeOf: (of: Pick<Issued, 'delivery' | 'epoch'>) => Promise<DeliveryCode>;
  /** The dispatcher's code, made known as to one who telephones. */
  readonly overrideOf: (reference: ShortId) => Promise<DeliveryCode>;
  readonly judgement: (terminal: TerminalId) => Promise<Judgement>;
  /** The hashes of the entries that central has of a terminal, from the first on. */
  readonly storedOf: (terminal: TerminalId) => Promise<readonly Hash[]>;
};

/** One issue of a delivery's code. */
export type Issued = {
  readonly delivery: DeliveryId;
  readonly shortId: ShortId;
  readonly epoch: number;
};

/** What proves the two ways to hand a delivery over. */
export type PresenceKeys = { readonly delivery: DeliveryId } & {
  readonly [P in Purpose]: PublicKey | null;
};

/** A policy in the units that a depot is told it in. */
export const settingsOf = ({
  leaseMs,
  clockToleranceMs,
  waitsMs,
  ...more
}: Policy): PolicySettings => ({
  ...more,
  leaseHours: leaseMs / HOUR,
  clockToleranceSeconds: clockToleranceMs / SECOND,
  waitsSeconds: waitsMs.map((ms) => ms / SECOND),
});

export type TestDepotSettings = PolicySettings & { readonly attempts?: number };

const CODE = /[0-9A-Z]{5}-[0-9A-Z]{5}/;
/** As many as surely fit into one request. */
const STOPS_A_FILE = 4_000;
/** The longest that there is: whatever the arrival, the message is due. */
const LEAD_MINUTES = 7 * 24 * 60;

const readCode = (text: string | null): DeliveryCode => {
  const code = parseDeliveryCode(utf8(CODE.exec(text ?? '')?.[0] ?? ''));
  if (!code.ok) throw new Error(`the code is ${code.error}`);
  return code.value;
};

/** A new depot with a driver, whose customers have these telephones. */
export const makeTestDepot = async (
  central: TestCentral,
  telephones: Telephones,
  settings: TestDepotSettings = {},
): Promise<TestDepot> => {
  const { pool } = central.ports;
  const staff: TestCentral['staff'] = async (method, path, body, more) => {
    const answer = await central.staff(method, path, body, more);
    if (answer.status >= 400) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer;
  };
  const facts = { name: `Depot ${Math.random()}`, sender: 'Kerbside', timeZone: 'UTC' };
  const made = await staff('POST', '/v1/depots', {
    ...facts,
    leadMinutes: LEAD_MINUTES,
    ...settings,
  });
  const depot: DepotId = made.body.id;
  const driver = (await staff('POST', `/v1/depots/${depot}/drivers`, { name: 'Dora' })).body.id;
  let terminals = 0;
  const given = new Map<TerminalId, { readonly route: string; readonly stops: number }>();

  /** A route of the day that is there gets further stops. */
  const importFile = async (
    terminal: TerminalId,
    route: string,
    first: number,
    plans: readonly StopPlan[],
  ): Promise<void> => {
    const now = central.clock.now();
    const lines = plans.map((plan, i) => csvLine(now, first + i, { route, ...plan }));
    const file = [HEADER, ...lines].join('\n');
    const imported = await staff('POST', `/v1/depots/${depot}/deliveries`, file);
    await assignRoute({ staff }, imported.body.routes[0].id, { terminal, driver });
  };

  return {
    newEnrolmentCode: async () => {
      const name = `Handheld ${++terminals}`;
      return (await staff('POST', `/v1/depots/${depot}/enrolment-codes`, { name })).body.code;
    },
    giveStops: async (terminal, plans) => {
      const known = given.get(terminal) ?? { route: `R${given.size + 1}`, stops: 0 };
      // Noted at once: several may be given something at the same time.
      given.set(terminal, { ...known, stops: known.stops + plans.length });
      for (let i = 0; i < plans.length; i += STOPS_A_FILE) {
        const first = known.stops + i + 1;
        await importFile(terminal, known.route, first, plans.slice(i, i + STOPS_A_FILE));
      }
    },
    terminalOf: async (text) => {
      const code = parseEnrolmentCode(text);
      if (!code.ok) throw new Error(`the enrolment code is ${code.error}`);
      const { rows } = await pool.query<{ terminal: TerminalId | null }>(
        'select terminal from enrolment_token where token_hash = $1',
        [hashEnrolmentToken(code.value.token)],
      );
      return rows[0]?.terminal ?? null;
    },
    openOf: async (terminal) => {
      const { rows } = await pool.query<{ n: number }>(
        `select count(*) as n from delivery
           join route on route.depot = delivery.depot and route.id = delivery.route
         where route.depot = $1 and route.terminal = $2 and delivery.status = 'open'`,
        [depot, terminal],
      );
      return rows[0]?.n ?? 0;
    },
    presenceKeysOf: async (terminal) =>
      (
        await pool.query<PresenceKeys>(
          `select delivery, presence_key as "hand-over", override_presence_key as override
           from issue where depot = $1 and terminal = $2`,
          [depot, terminal],
        )
      ).rows,
    issuesOf: async (terminal) =>
      (
        await pool.query<Issued>(
          `select issue.delivery, short_id as "shortId", epoch
           from issue
             join delivery on delivery.depot = issue.depot and delivery.id = issue.delivery
             join route on route.depot = delivery.depot and route.id = delivery.route
           where issue.depot = $1 and issue.terminal = $2 and issue.state = 'active'
           order by route.name, delivery.position`,
          [depot, terminal],
        )
      ).rows,
    codeOf: async ({ delivery, epoch }) => {
      const { rows } = await pool.query<{ id: string; issue: string }>(
        `select message.id, issue.id as issue from issue
           join message on message.depot = issue.depot and message.issue = issue.id
             and message.kind = 'code'
         where issue.depot = $1 and issue.delivery = $2 and issue.epoch = $3`,
        [depot, delivery, epoch],
      );
      const { id, issue } = rows[0] ?? { id: '', issue: '' };
      if (telephones.textOf(id) === null) await central.sendCode(depot, issue);
      // A worker may be sending it at this moment.
      return readCode(await until(async () => telephones.textOf(id)));
    },
    overrideOf: async (shortId) => readCode(await overrideFor(central, { shortId })),
    judgement: async (terminal) => {
      const of = `terminal=${terminal}`;
      const { handOvers } = (await staff('GET', `/v1/hand-overs?${of}`)).body;
      const { findings } = (await staff('GET', `/v1/findings?${of}`)).body;
      return { handOvers, findings: findings.map((one: { code: string }) => one.code) };
    },
    storedOf: async (terminal) => {
      const { rows } = await pool.query<{ hash: Hash }>(
        'select hash from entry where depot = $1 and terminal = $2 order by sequence',
        [depot, terminal],
      );
      return rows.map(({ hash }) => hash);
    },
  };
};
