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
  try {
    const { host, pathname } = new URL(url);
    if (host !== HOST) return null;
    const path = resolve(folder, `.${decodeURIComponent(pathname)}`);
    const isInside = path.startsWith(folder + sep) && !path.includes('\0');
    return isInside && typeOf(path) !== '' ? path : null;
  } catch {
    // No URL, or one whose escapes say nothing.
    return null;
  }
};
