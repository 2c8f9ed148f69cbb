import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import {
  deliveryId,
  depotId,
  driverId,
  instant,
  shortId,
  terminalId,
} from '../../shared/protocol/ids.ts';
import { entry } from '../../shared/protocol/log/entry.ts';
import { strokes } from '../../shared/protocol/outcome.ts';
import { type OwnedProcess, startOwned } from './owned-process.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

/** Central as a process of its own, on real PostgreSQL, with the staff interface at hand. */
export interface RunningCentral {
  readonly url: string;
  readonly port: number;
  readonly staff: Staff;
  /** The link with which the first admin sets up how to sign in, until somebody has. */
  readonly setUpLink: () => string;
  /** What it wrote on standard error: its log. */
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

/** Killed sooner, it would leave its PostgreSQL to end by itself, in a folder that its owner removes. */
const GRACE_MS = 30_000;

/**
 * Starts central on its embedded PostgreSQL under `dataFolder`; port 0 takes a free one. `sms` is who
 * takes its messages, as `KERBSIDE_SMS` names it.
 */
export const startCentral = async (
  dataFolder: string,
  port = 0,
  sms = 'outbox',
): Promise<RunningCentral> => {
  const main = path.join(root, 'central', 'src', 'main.ts');
  const central: OwnedProcess = await startOwned(process.execPath, [main], {
    env: { ...process.env, KERBSIDE_DATA: dataFolder, PORT: String(port), KERBSIDE_SMS: sms },
    graceMs: GRACE_MS,
  });
  let log = '';
  central.child.stderr?.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  const url = await new Promise<string>((resolve, reject) => {
    let output = '';
    central.child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const ready = /central is ready at (\S+)/.exec(output)?.[1];
      if (ready !== undefined) resolve(ready);
    });
    void central.ended.then(() => reject(new Error(`central did not start: ${central.errors()}`)));
  });
  const secret = (file: string) => readFileSync(path.join(dataFolder, file), 'utf8').trim();
  return {
    url,
    port: Number(new URL(url).port),
    staff: makeStaff(url, secret('operator.token')),
    setUpLink: () => secret('set-up.link'),
    log: () => log,
    stop: () => central.stop('SIGTERM'),
  };
};

const answers = {
  depot: z.object({ id: depotId }),
  driver: z.object({ id: driverId }),
  badge: z.object({ badge: z.string() }),
  code: z.object({ code: z.string() }),
  imported: z.object({ imported: z.int(), routes: z.array(z.object({ id: z.uuid() })) }),
  routes: z.object({
    routes: z.array(
      z.object({ id: z.uuid(), version: z.int(), name: z.string(), day: z.string() }),
    ),
  }),
  terminals: z.object({
    terminals: z.array(
      z.object({
        id: terminalId,
        status: z.enum(['enrolled', 'wiped', 'revoked']),
        acknowledged: z.int(),
        open: z.int(),
        findings: z.int(),
        wiped: z.object({ sequence: z.int(), at: instant }).nullable(),
      }),
    ),
  }),
  deliveries: z.object({
    deliveries: z.array(
      z.object({
        id: deliveryId,
        shortId,
        position: z.int(),
        version: z.int(),
        status: z.string(),
        issue: z.object({ sms: z.string(), smsSentAt: instant.nullable() }).nullable(),
      }),
    ),
  }),
  acted: z.object({ status: z.string(), message: z.string() }),
  resent: z.object({ why: z.string().optional() }),
  outbox: z.object({ messages: z.array(z.object({ to: z.string(), text: z.string() })) }),
  handOvers: z.object({
    handOvers: z.array(
      z.object({
        shortId: shortId.nullable(),
        counted: z.boolean(),
        proved: z.boolean(),
        by: z.enum(['hand-over', 'override']),
        scheme: z.enum(['sealed', 'pass', 'oath']),
        recipient: z.looseObject({ to: z.string() }),
        strokes,
        entry,
        presenceKey: z.string().nullable(),
      }),
    ),
  }),
  override: z.object({ code: z.string() }),
  pass: z.object({ text: z.string() }),
  withBadge: z.object({ member: z.object({ id: z.uuid(), number: z.int() }), badge: z.string() }),
  exceptions: z.object({
    exceptions: z.array(z.object({ outcome: z.string(), undone: z.boolean() })),
  }),
  signIns: z.object({
    signIns: z.array(
      z.object({
        kind: z.string(),
        name: z.string().nullable(),
        by: z.string().nullable(),
        reason: z.string().nullable(),
      }),
    ),
  }),
  findings: z.object({ findings: z.array(z.object({ code: z.string() })) }),
};

/** Where the depots that are made here are. */
export const DEPOT_ZONE = 'Europe/Berlin';

/** Central's staff interface, as the operator's command line uses it. */
export const makeStaff = (url: string, token: string) => {
  const ask = async <T>(
    schema: z.ZodType<T>,
    address: string,
    body?: object | string,
    method = body === undefined ? 'GET' : 'POST',
    more: Readonly<Record<string, string>> = {},
  ) => {
    const csv = typeof body === 'string';
    const response = await fetch(`${url}${address}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': csv ? 'text/csv' : 'application/json' }),
        ...more,
      },
      ...(body === undefined ? {} : { body: csv ? body : JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${address}: ${JSON.stringify(answer)}`);
    return schema.parse(answer);
  };
  return {
    makeDepot: (name: string) =>
      ask(answers.depot, '/v1/depots', {
        name,
        timeZone: DEPOT_ZONE,
        leadMinutes: 120,
        waitsSeconds: [0],
        // Codes are shown here at stops whose parcels nobody has scanned.
        unscanned: 'free',
      }),
    changePolicy: (depot: string, settings: object) =>
      ask(z.unknown(), `/v1/depots/${depot}/policy`, settings, 'PATCH'),
    addDriver: (depot: string, name: string) =>
      ask(answers.driver, `/v1/depots/${depot}/drivers`, { name }),
    /** One of IT, and the text of the badge. */
    addIt: (depot: string, name: string) =>
      ask(answers.badge, `/v1/depots/${depot}/staff`, { name, role: 'it' }),
    enrolmentCode: (depot: string, name: string) =>
      ask(answers.code, `/v1/depots/${depot}/enrolment-codes`, { name }),
    importDeliveries: (depot: string, csv: string) =>
      ask(answers.imported, `/v1/depots/${depot}/deliveries`, csv),
    /** The routes of a depot. */
    routesOf: (depot: string) => ask(answers.routes, `/v1/routes?depot=${depot}`),
    assignRoute: (route: string, terminal: string, driver: string) =>
      ask(answers.routes, `/v1/routes?route=${route}`).then(({ routes: [found] }) =>
        ask(z.unknown(), `/v1/routes/${route}/assign`, { terminal, driver }, 'POST', {
          'if-match': `"${found?.version}"`,
          'idempotency-key': `"${randomUUID()}"`,
        }),
      ),
    /** What the depot says of a stop, whole. */
    instruct: (delivery: string, version: number, facts: object) =>
      ask(z.unknown(), `/v1/deliveries/${delivery}/instructions`, facts, 'PUT', {
        'if-match': `"${version}"`,
        'idempotency-key': `"${randomUUID()}"`,
      }),
    revoke: (terminal: string) => ask(z.unknown(), `/v1/terminals/${terminal}/revoke`, {}),
    terminals: () => ask(answers.terminals, '/v1/terminals'),
    deliveries: (route: string) => ask(answers.deliveries, `/v1/routes/${route}/deliveries`),
    /** Cancels a delivery in the version that was seen; how the customer's message stands then. */
    cancel: ({ id, version }: { readonly id: string; readonly version: number }) =>
      ask(answers.acted, `/v1/deliveries/${id}/cancel`, {}, 'POST', {
        'if-match': `"${version}"`,
        'idempotency-key': `"${randomUUID()}"`,
      }),
    outbox: () => ask(answers.outbox, '/v1/outbox'),
    /** Sends a delivery's code again; why not, if central does not have it any more. */
    resend: async ({ id, version }: { readonly id: string; readonly version: number }) => {
      const response = await fetch(`${url}/v1/deliveries/${id}/resend`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'if-match': `"${version}"`,
          'idempotency-key': `"${randomUUID()}"`,
        },
        body: '{}',
      });
      return answers.resent.parse(await response.json());
    },
    handOvers: () => ask(answers.handOvers, '/v1/hand-overs'),
    override: (asked: {
      readonly reference: string;
      readonly reason: string;
      readonly person: string;
    }) => ask(answers.override, '/v1/overrides', asked),
    /** The text of a pass, for the QR that the customer is given. */
    issuePass: (delivery: string, audience: 'terminal' | 'route' | 'depot') =>
      ask(answers.pass, `/v1/deliveries/${delivery}/passes`, { audience }),
    addToken: (depot: string, token: object) =>
      ask(z.unknown(), `/v1/depots/${depot}/tokens`, token),
    addStaff: (depot: string, name: string, role: 'driver' | 'it') =>
      ask(answers.withBadge, `/v1/depots/${depot}/staff`, { name, role }),
    setPin: (staff: string, pin: string) => ask(z.unknown(), `/v1/staff/${staff}/pin`, { pin }),
    exceptions: () => ask(answers.exceptions, '/v1/exceptions'),
    signIns: () => ask(answers.signIns, '/v1/sign-ins'),
    findings: () => ask(answers.findings, '/v1/findings'),
  };
};
export type Staff = ReturnType<typeof makeStaff>;
