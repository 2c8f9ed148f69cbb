import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

// docs/architecture.md tells newcomers which files to read, and in which order.
const root = path.resolve(import.meta.dirname, '..');
const page = readFileSync(path.join(root, 'docs', 'architecture.md'), 'utf8');

const listUnder = (title: string): readonly string[] => {
  const [, section = ''] = page.split(`### ${title}\n`);
  const [list = ''] = section.split(/\n#{2,3} /);
  return [...list.matchAll(/^\d+\. `([^`]+)`/gm)].map(([, file = '']) => file);
};

const importsOf = (file: string): ReadonlySet<string> => {
  const source = readFileSync(path.join(root, file), 'utf8');
  const named = [...source.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)];
  return new Set(named.map(([, to = '']) => path.posix.join(path.posix.dirname(file), to)));
};

describe.each(['Follow a scan', 'Follow a code', 'Follow an entry'])('%s', (title) => {
  const files = listUnder(title);

  test('names at most twelve files, all of them there', () => {
    expect(files.length).toBeGreaterThanOrEqual(10);
    expect(files.length).toBeLessThanOrEqual(12);
    expect(files.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  });

  test('goes on from each file to the next by an import', () => {
    const strangers = files.filter((file, n) => {
      const before = files.slice(0, n);
      const own = importsOf(file);
      const isJoined = before.some((other) => own.has(other) || importsOf(other).has(file));
      return n > 0 && !isJoined;
    });
    expect(strangers).toEqual([]);
  });
});
