/** Who may import whom. The picture of it is in docs/architecture.md. */
const tests = '\\.(test|probe)\\.tsx?$|/testing/';
const libraries = '^(zod|@noble/|@scure/base|canonicalize)';

/** Files of `from` may import nothing under `to`. Tests may, to have real parts. */
const never = (name, from, to, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from, pathNot: tests },
  to: { path: to },
});

export default {
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
    {
      name: 'shared-is-pure',
      severity: 'error',
      comment: 'shared/ runs anywhere: itself, zod, @noble and its codecs; nothing of Node.js.',
      from: { path: '^shared/', pathNot: tests },
      to: { pathNot: ['^shared/', `^node_modules/${libraries.slice(1)}`] },
    },
    never(
      'renderer-only-shared',
      '^renderer/',
      '^(electron|central|e2e|scripts)/',
      'The window asks through its bridge.',
    ),
    {
      name: 'renderer-no-node',
      severity: 'error',
      from: { path: '^renderer/', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    never(
      'app-knows-only-ports',
      '^electron/app/',
      '^electron/(main|preload|ipc|scanner|store|keychain|clock|crypto|central-client|diagnostics|settings|update-files)/',
      'Use-cases know ports, never an adapter.',
    ),
    {
      name: 'app-no-electron',
      severity: 'error',
      from: { path: '^electron/app/', pathNot: tests },
      to: { path: '^node_modules/(electron|better-sqlite3|keytar|serialport|@node-rs)' },
    },
    never(
      'adapters-know-ports',
      '^electron/(scanner|store|keychain|clock|crypto|central-client|diagnostics|settings|update-files)/',
      '^electron/(main|preload|ipc|app/(?!ports))',
      'Adapters know ports and shared.',
    ),
    {
      name: 'adapters-alone',
      severity: 'error',
      comment: 'A feature is a folder that can be read alone.',
      from: {
        path: '^electron/(scanner|store|keychain|clock|crypto|central-client|diagnostics|settings|update-files)/',
        pathNot: tests,
      },
      to: {
        path: '^electron/(scanner|store|keychain|clock|crypto|central-client|diagnostics|settings|update-files)/',
        pathNot: '^electron/$1/',
      },
    },
    never(
      'ipc-knows-app',
      '^electron/ipc/',
      '^electron/(main|preload|scanner|store|keychain|clock|crypto|central-client|diagnostics|settings|update-files)/',
      'IPC calls the app.',
    ),
    {
      name: 'nobody-imports-main',
      severity: 'error',
      from: { path: '^electron/(?!main/)|^(shared|renderer|central)/' },
      to: { path: '^electron/main/' },
    },
    {
      name: 'only-compose-wires',
      severity: 'error',
      comment: 'main/compose.ts alone knows the concrete parts.',
      from: { path: '^electron/main/(?!compose|index|run-terminal)', pathNot: tests },
      to: {
        path: '^electron/(scanner|store|keychain|clock|crypto|central-client|diagnostics|settings|update-files|app)/',
      },
    },
    never(
      'central-only-shared',
      '^central/',
      '^(electron|renderer|e2e|scripts)/',
      'Central shares only shared/.',
    ),
    {
      name: 'products-know-no-tests',
      severity: 'error',
      from: { path: '^(shared|electron|renderer|central)/', pathNot: tests },
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
