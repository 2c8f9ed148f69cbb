import { extname, resolve, sep } from 'node:path';

export const HOST = 'kerbside';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.wav': 'audio/wav',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/** The media type of a file of the page; empty for what is none. */
export const typeOf = (path: string): string => TYPES[extname(path)] ?? '';

/** The file for a request's URL, or null if it is not one of the folder's files. */
export const fileFor = (folder: string, url: string): string | null => {
  const { host, pathname } = new URL(url);
  if (host !== HOST) return null;
  const path = resolve(folder, `.${decodeURIComponent(pathname)}`);
  return path.startsWith(folder + sep) && typeOf(path) !== '' ? path : null;
};
