import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

/** Where `npm run central` builds it. */
export const BUILT_CONSOLE = join(import.meta.dirname, '..', '..', '..', 'out', 'console');

/** A file of the console, and what it is compressed. */
export type ConsoleFile = {
  readonly type: string;
  readonly etag: string;
  readonly body: Buffer;
  readonly br: Buffer | null;
  readonly gzip: Buffer | null;
};

/** The console: one page, and the files that it names, which have their hash in their name. */
export type Console = {
  readonly page: ConsoleFile;
  readonly files: ReadonlyMap<string, ConsoleFile>;
};

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

const PAGE = 'index.html';

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** Reads the built console; null if it was not built. What it has no type for it does not serve. */
export const readConsole = async (folder: string): Promise<Console | null> => {
  let names: string[];
  try {
    names = await readdir(folder, { recursive: true });
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  const all = new Set(names);
  const read = (name: string): Promise<Buffer> => readFile(join(folder, name));
  const readIfThere = async (name: string): Promise<Buffer | null> =>
    all.has(name) ? read(name) : null;
  const readOne = async (name: string): Promise<[string, ConsoleFile][]> => {
    const type = TYPES[extname(name)];
    if (type === undefined) return [];
    const [body, br, gzip] = await Promise.all([
      read(name),
      readIfThere(`${name}.br`),
      readIfThere(`${name}.gz`),
    ]);
    const etag = `W/"${createHash('sha256').update(body).digest('base64url')}"`;
    return [[name.replaceAll(sep, '/'), { type, etag, body, br, gzip }]];
  };
  const files = new Map((await Promise.all(names.map(readOne))).flat());
  const page = files.get(PAGE);
  if (page === undefined) return null;
  files.delete(PAGE);
  return { page, files };
};
