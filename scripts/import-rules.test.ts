import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { config } from './import-checks.ts';
import { ROOMS } from './import-rules.ts';

const root = path.resolve(import.meta.dirname, '..');

/** In each room, what it must not import: a file, a library, or a module of Node.js. */
const WRONG_HERE: readonly (readonly [from: string, to: string])[] = [
  ['shared/protocol/code/a.ts', 'electron/app/door/b.ts'],
  ['shared/protocol/code/a.ts', 'renderer/b.ts'],
  ['shared/protocol/log/a.ts', 'central/src/dock/b.ts'],
  ['shared/protocol/log/a.ts', 'node:fs'],
  ['shared/protocol/log/a.ts', 'react'],
  ['shared/protocol/log/a.test.ts', 'electron/app/door/b.ts'],
  ['renderer/screens/a.tsx', 'electron/ipc/b.ts'],
  ['renderer/screens/a.tsx', 'central/src/b.ts'],
  ['renderer/screens/a.tsx', 'bench/b.ts'],
  ['renderer/screens/a.tsx', 'node:path'],
  ['renderer/screens/a.tsx', 'zod'],
  ['renderer/screens/a.test.tsx', 'electron/app/door/b.ts'],
  ['electron/app/door/a.ts', 'electron/store/b.ts'],
  ['electron/app/door/a.ts', 'electron/main/b.ts'],
  ['electron/app/door/a.ts', 'renderer/b.ts'],
  ['electron/app/door/a.ts', 'central/src/b.ts'],
  ['electron/app/door/a.ts', 'faults/b.ts'],
  ['electron/app/door/a.ts', 'electron'],
  ['electron/app/door/a.ts', 'node:fs'],
  ['electron/app/door/a.test.ts', 'central/src/b.ts'],
  ['electron/next-turn.ts', 'electron/app/door/b.ts'],
  ['electron/files/a.ts', 'electron/app/door/b.ts'],
  ...['scanner', 'store', 'keychain', 'clock', 'crypto', 'central-client'].flatMap(
    (room): (readonly [string, string])[] => [
      [`electron/${room}/a.ts`, 'electron/app/door/b.ts'],
      [`electron/${room}/a.ts`, 'electron/settings/b.ts'],
      [`electron/${room}/a.ts`, 'electron'],
    ],
  ),
  ...['diagnostics', 'settings', 'update-files'].flatMap((room): (readonly [string, string])[] => [
    [`electron/${room}/a.ts`, 'electron/app/door/b.ts'],
    [`electron/${room}/a.ts`, 'electron/store/b.ts'],
    [`electron/${room}/a.ts`, 'better-sqlite3'],
  ]),
  ['electron/ipc/a.ts', 'electron/store/b.ts'],
  ['electron/ipc/a.ts', 'electron/main/b.ts'],
  ['electron/ipc/a.ts', 'node:fs'],
  ['electron/preload/a.ts', 'shared/protocol/code/b.ts'],
  ['electron/preload/a.ts', 'electron/ipc/b.ts'],
  ['electron/main/a.ts', 'faults/b.ts'],
  ['electron/main/a.ts', 'renderer/b.ts'],
  ['electron/main/a.ts', 'electron/store/b.ts'],
  ['electron/main/compose.ts', 'central/src/b.ts'],
  ['electron/main/compose.ts', 'electron/testing/b.ts'],
  ['electron/testing/a.ts', 'renderer/b.ts'],
  ['central/src/dock/a.ts', 'electron/app/door/b.ts'],
  ['central/src/sessions/a.ts', 'central/src/operators/b.ts'],
  ['central/src/sign-in/a.ts', 'central/src/deliveries/b.ts'],
  ['central/src/dock/a.ts', 'renderer/b.ts'],
  ['central/src/dock/a.ts', 'faults/b.ts'],
  ['central/src/dock/a.ts', 'central/src/testing/b.ts'],
  ['central/src/manifest/a.ts', 'central/src/codes/b.ts'],
  ['central/src/import/a.ts', 'central/src/manifest/b.ts'],
  ['central/src/deliveries/a.ts', 'central/src/import/b.ts'],
  ['central/src/story/a.ts', 'central/src/life/b.ts'],
  ['central/src/search/a.ts', 'central/src/proof/b.ts'],
  ['central/src/cases/a.ts', 'central/src/messages/b.ts'],
  ['central/src/reports/a.ts', 'central/src/proof/b.ts'],
  ['central/src/config/a.ts', 'central/src/database/b.ts'],
  ['central/src/monitor/a.ts', 'central/src/messages/b.ts'],
  ['central/src/number-kinds.ts', 'central/src/database/b.ts'],
  ['central/src/cli/a.ts', 'shared/terminal/door/b.ts'],
  ['central/client/a.ts', 'central/src/http/b.ts'],
  ['central/client/a.ts', 'node:fs'],
  ['central/src/life/a.ts', 'central/client/b.ts'],
  ['central/page/a.ts', 'central/src/codes/b.ts'],
  ['central/page/a.ts', 'shared/protocol/log/b.ts'],
  ['central/page/a.ts', 'zod'],
  ['central/console/a.ts', 'central/src/codes/b.ts'],
  ['central/console/a.ts', 'renderer/screens/b.tsx'],
  ['central/console/a.ts', 'node:fs'],
  ['central/page/a.ts', 'node:fs'],
  ['shared/protocol/log/a.ts', 'shared/terminal/door/b.ts'],
  ['shared/terminal/door/a.ts', '@noble/hashes'],
  ['central/src/dock/a.ts', 'better-sqlite3'],
  ['central/src/dock/a.test.ts', 'faults/b.ts'],
];
/** No room of central knows the terminal; none of the terminal's own rooms knows an adapter. */
const roomsIn = (part: string): readonly string[] =>
  ROOMS.map(({ room }) => room)
    .filter((room) => room.startsWith(part))
    .map((room) => (room.endsWith('.ts') ? room : `${room}/a.ts`));
const WRONG_ANYWHERE = [
  ...roomsIn('central/src/').map((from) => [from, 'electron/app/door/b.ts'] as const),
  ...roomsIn('electron/app/').map((from) => [from, 'electron/store/b.ts'] as const),
  ['shared/testing/a.ts', 'electron/store/b.ts'] as const,
  ['shared/result.ts', 'shared/protocol/log/b.ts'] as const,
  ['shared/assert-never.ts', 'shared/protocol/log/b.ts'] as const,
  ['shared/once-for.ts', 'shared/protocol/log/b.ts'] as const,
];
const WRONG = [...WRONG_HERE, ...WRONG_ANYWHERE];
const RIGHT: readonly (readonly [from: string, to: string])[] = [
  ['central/page/a.ts', 'shared/protocol/link/b.ts'],
  ['shared/protocol/log/a.ts', 'zod'],
  ['renderer/screens/a.tsx', 'shared/terminal/channels/b.ts'],
  ['electron/app/door/a.ts', 'shared/terminal/door/b.ts'],
  ['electron/app/door/a.test.ts', 'electron/store/b.ts'],
  ['electron/store/a.ts', 'electron/app/ports/store.ts'],
  ['electron/store/a.ts', 'node:fs'],
  ['electron/main/compose.ts', 'electron/store/b.ts'],
  ['electron/preload/a.ts', 'shared/terminal/channels/b.ts'],
  ['central/src/dock/a.ts', 'central/src/codes/b.ts'],
  ['central/src/cli/a.ts', 'central/client/b.ts'],
  ['central/src/dock/a.test.ts', 'central/src/testing/b.ts'],
];

const isFile = (to: string): boolean => to.endsWith('.ts');

let folder: string;
let broken: ReadonlySet<string>;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'kerbside-import-rules-'));
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };
  for (const name of ['zod', 'react', 'electron', 'better-sqlite3']) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
    write(`node_modules/${name}/index.js`, 'exports.b = 1;\n');
  }
  const imports = new Map<string, string[]>();
  for (const [from, to] of [...WRONG, ...RIGHT]) {
    imports.set(from, [...(imports.get(from) ?? []), to]);
  }
  for (const [, to] of [...WRONG, ...RIGHT]) if (isFile(to)) write(to, 'export const b = 1;\n');
  for (const [from, all] of imports) {
    const lines = all.map((to, i) => {
      const relative = path.relative(path.dirname(from), to);
      const name = isFile(to) ? (relative.startsWith('.') ? relative : `./${relative}`) : to;
      return `import * as b${i} from '${name}';\nexport const a${i} = b${i};\n`;
    });
    write(from, lines.join(''));
  }
  const { options, forbidden } = config;
  const parts = [...new Set(ROOMS.map(({ room }) => room.split('/')[0] ?? ''))];
  const there = parts.filter((part) => globSync(part, { cwd: folder }).length > 0);
  const { output } = await cruise(there, {
    ...options,
    baseDir: folder,
    validate: true,
    ruleSet: { forbidden },
  } as never);
  const { violations } = (output as ICruiseResult).summary;
  broken = new Set(violations.map(({ from, to }) => `${from} → ${nameOf(to)}`));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A library or a module of Node.js by the name under which it is imported. */
const nameOf = (resolved: string): string =>
  /^node_modules\/([^/]+)/.exec(resolved)?.[1] ?? resolved.replace(/^(fs|path)$/, 'node:$1');

test.each(WRONG)('%s may not import %s', (from, to) => {
  expect(broken).toContain(`${from} → ${to}`);
});

test.each(RIGHT)('%s may import %s', (from, to) => {
  expect(broken).not.toContain(`${from} → ${to}`);
});

test('every folder with code is a room, or in one', () => {
  const ignored = /^(node_modules|out|dist|docs)\//;
  const files = globSync('*/**/*.{ts,tsx,mjs}', {
    cwd: root,
    exclude: (name) => name === 'node_modules' || name === 'out' || name === 'dist',
  }).filter((file) => !ignored.test(file) && !file.endsWith('.d.ts'));
  const homeless = files.filter(
    (file) =>
      !ROOMS.some(
        ({ room }) => file.replace('.test.', '.') === room || file.startsWith(`${room}/`),
      ),
  );
  expect(files.length).toBeGreaterThan(500);
  expect(homeless).toEqual([]);
});

test('no two rooms import each other, in however many steps', () => {
  const mayOf = ({
    room: own,
    may = [],
  }: (typeof ROOMS)[number]): readonly (typeof ROOMS)[number][] =>
    ROOMS.filter(
      (other) => other.room !== own && may.some((name) => `${other.room}/`.startsWith(`${name}/`)),
    );
  const reached = (from: (typeof ROOMS)[number]): ReadonlySet<string> => {
    const seen = new Set<string>();
    const waiting = [...mayOf(from)];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (seen.has(next.room)) continue;
      seen.add(next.room);
      waiting.push(...mayOf(next));
    }
    return seen;
  };
  expect(ROOMS.filter((room) => reached(room).has(room.room))).toEqual([]);
});

test('each room that has a rule is shown to refuse something', () => {
  const shown = new Set(WRONG.map(([from]) => from));
  const unshown = ROOMS.filter(
    (room) =>
      room.anything !== true &&
      ![...shown].some((from) => from === room.room || from.startsWith(`${room.room}/`)),
  );
  expect(unshown).toEqual([]);
});
