import { gunzipSync, gzipSync } from 'node:zlib';

/** A message of HTTP/1.1 as its bytes are, so that it can be cut and changed anywhere. */
export type Message = {
  /** The request line, or the status line. */
  readonly start: string;
  /** Each as `name: value`, as it came. */
  readonly headers: readonly string[];
  readonly body: Buffer;
};

const HEAD_END = '\r\n\r\n';

export const headerOf = ({ headers }: Message, name: string): string | null => {
  const prefix = `${name}:`;
  const found = headers.find((one) => one.toLowerCase().startsWith(prefix));
  return found === undefined ? null : found.slice(prefix.length).trim();
};

const readHead = (bytes: Buffer): { readonly head: Message; readonly end: number } | null => {
  const end = bytes.indexOf(HEAD_END);
  if (end < 0) return null;
  const [start = '', ...headers] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  return { head: { start, headers, body: Buffer.alloc(0) }, end: end + HEAD_END.length };
};

/** The request that bytes begin with, and what is left of them; null if it is not whole yet. */
export const readRequest = (
  bytes: Buffer,
): { readonly request: Message; readonly rest: Buffer } | null => {
  const read = readHead(bytes);
  if (read === null) return null;
  const end = read.end + Number(headerOf(read.head, 'content-length') ?? 0);
  if (bytes.length < end) return null;
  const body = bytes.subarray(read.end, end);
  return { request: { ...read.head, body }, rest: bytes.subarray(end) };
};

/** The answer that a connection gave until it was closed; null if it is not whole. */
export const readAnswer = (bytes: Buffer): Message | null => {
  const read = readHead(bytes);
  if (read === null) return null;
  const body = bytes.subarray(read.end);
  const length = headerOf(read.head, 'content-length');
  if (length !== null && Number(length) !== body.length) return null;
  return { ...read.head, body };
};

export const bytesOf = ({ start, headers, body }: Message): Buffer =>
  Buffer.concat([Buffer.from([start, ...headers].join('\r\n') + HEAD_END, 'latin1'), body]);

/** The same message with this header; where it had it, it is changed. */
export const withHeader = (message: Message, name: string, value: string): Message => ({
  ...message,
  headers: [
    ...message.headers.filter((one) => !one.toLowerCase().startsWith(`${name}:`)),
    `${name}: ${value}`,
  ],
});

/** The same message with another body, and a length that is right. */
export const withBody = (message: Message, body: Buffer): Message => ({
  ...withHeader(message, 'content-length', String(body.length)),
  body,
});

const isPacked = (message: Message): boolean => headerOf(message, 'content-encoding') === 'gzip';

/** The body of a message, unpacked if it travels packed. */
export const contentOf = (message: Message): Buffer =>
  isPacked(message) ? gunzipSync(message.body) : message.body;

/** The same message with other content, packed if it was packed. */
export const withContent = (message: Message, content: Buffer): Message =>
  withBody(message, isPacked(message) ? gzipSync(content) : content);

/** The status of an answer; 0 if it is none. */
export const statusOf = ({ start }: Message): number => Number(start.split(' ')[1] ?? 0);

/**
 * So many bytes of a message may have come when it is cut: none, one, a part and all of its first
 * line, each line of its head, each byte of the end of its head, a byte, a half and nearly all of its
 * body, and each end of a member of a list in it. Never all of it.
 */
export const cutPoints = (bytes: Buffer): readonly number[] => {
  const head = bytes.indexOf(HEAD_END) + HEAD_END.length;
  const line = bytes.indexOf('\r\n');
  const points = new Set([0, 1, line >> 1, line, line + 1, head - 3, head - 2, head - 1, head]);
  for (let at = line; at >= 0 && at < head; at = bytes.indexOf('\r\n', at + 2)) points.add(at + 2);
  points.add(head + 1).add((head + bytes.length) >> 1);
  for (let at = bytes.indexOf('},{', head); at >= 0; at = bytes.indexOf('},{', at + 3)) {
    points.add(at + 1).add(at + 2);
  }
  points.add(bytes.length - 1);
  return [...points].filter((at) => at >= 0 && at < bytes.length).sort((a, b) => a - b);
};
