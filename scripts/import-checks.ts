import type { IConfiguration, IForbiddenRuleType } from 'dependency-cruiser';
import { ADAPTERS, ROOMS, type Room } from './import-rules.ts';

/** Tests, and what stands beside them for tests, may have real parts of any room of theirs. */
const TESTS = '\\.(test|probe)\\.tsx?$|/testing/';
/** SQL and sounds that a bundler takes as they are. */
const FILES = '\\.(sql|wav)(\\?|$)|\\.css$';

/** What the tests of a part of the product may have beside what the part itself may. */
const TESTS_OF: Readonly<Record<string, readonly string[]>> = {
  shared: ['shared', 'docs', 'conformance'],
  renderer: ['renderer', 'shared', 'resources', 'docs'],
  electron: ['electron', 'shared', 'e2e/support', 'faults/support', 'central/src/testing'],
  central: ['central', 'shared', 'renderer/i18n'],
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
      from: { path: `${inside(room).replace(/(\\.ts)?\$$/, '')}.*(${TESTS})` },
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
