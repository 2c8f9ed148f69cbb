import { spawn, spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';

const root = path.resolve(import.meta.dirname, '..', '..');

/**
 * When what is packed was made, in seconds since 1970: as the environment says, or when it was last
 * committed. A source archive has no git to ask; its files bear that same time.
 */
export const sourceDate = (): number => {
  const given = process.env['SOURCE_DATE_EPOCH'];
  const git = spawnSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8' });
  const seconds = Number.parseInt(given ?? git.stdout ?? '', 10);
  if (Number.isSafeInteger(seconds) && seconds > 0) return seconds;
  return Math.floor(statSync(path.join(root, 'package.json')).mtimeMs / 1000);
};

/** `{'a.b': 1, 'a.c': 2}` as `{a: {b: 1, c: 2}}`. */
const nested = (flat: Readonly<Record<string, string>>): object => {
  const whole: Record<string, string | Record<string, string>> = {};
  const groups = new Map<string, Record<string, string>>();
  for (const [name, value] of Object.entries(flat)) {
    const dot = name.indexOf('.');
    if (dot < 0) whole[name] = value;
    else
      groups.set(name.slice(0, dot), {
        ...groups.get(name.slice(0, dot)),
        [name.slice(dot + 1)]: value,
      });
  }
  for (const [name, group] of groups) whole[name] = nested(group) as Record<string, string>;
  return whole;
};

/**
 * Makes a deb of an unpacked app.
 *
 * @param settings what electron-builder.yml cannot know, by dotted names
 * @returns the package's path
 */
export const makeDeb = async (
  unpacked: string,
  settings: Readonly<Record<string, string>>,
  fast: boolean,
): Promise<string> => {
  const asked = {
    unpacked,
    projectDir: root,
    config: nested(settings),
    options: { epoch: sourceDate(), fast },
  };
  const script = path.join(import.meta.dirname, 'deb-process.ts');
  const child = spawn(process.execPath, [script, JSON.stringify(asked)], {
    cwd: root,
    stdio: ['ignore', 2, 2, 'pipe'],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const made = await text(child.stdio[3] as NodeJS.ReadableStream);
  if ((await ended) !== 0) throw new Error('the deb was not made');
  return made;
};
