import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { fitRequest } from '../../electron/app/dock/run-dock.ts';
import type { TerminalRecord } from '../../electron/app/ports/central.ts';
import { MAX_ENTRIES, type ManifestItem } from '../../shared/protocol/api/terminal.ts';
import type { Instant } from '../../shared/protocol/ids.ts';
import type { SignedEntry } from '../../shared/protocol/log/entry.ts';
import type { BareEntry, BareHandIn } from './bare-main.ts';
import type { BareServer } from './bare-server.ts';
import type { BenchTerminal } from './bench-terminal.ts';

const now = (): Instant => Date.now() as Instant;

/** Milliseconds that some work takes. */
export const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

/** The requests that a docking makes of entries. */
const requestsOf = (entries: readonly SignedEntry[]): (readonly SignedEntry[])[] => {
  const requests: (readonly SignedEntry[])[] = [];
  for (let from = 0; from < entries.length; ) {
    const next = fitRequest(entries.slice(from, from + MAX_ENTRIES));
    requests.push(next);
    from += next.length;
  }
  return requests;
};

/** Hands entries in as a docking does, each receipt verified. Throws unless all are taken. */
export const handIn = async (
  terminal: BenchTerminal,
  entries: readonly SignedEntry[],
  record: TerminalRecord = terminal.record,
): Promise<void> => {
  for (const request of requestsOf(entries)) {
    const answer = await terminal.central.handIn(record, request, now());
    if (!answer.ok) throw new Error(answer.error);
    const { receipt, findings } = answer.value;
    if (findings.length > 0) throw new Error(JSON.stringify(findings.slice(0, 3)));
    if (receipt.acknowledged !== request.at(-1)?.entry.sequence) throw new Error('not all taken');
  }
};

/** Pulls all that a terminal is to have, each page verified. Gives the items. */
export const pullAll = async (
  { central, record: own }: BenchTerminal,
  record: TerminalRecord = own,
): Promise<readonly ManifestItem[]> => {
  const items: ManifestItem[] = [];
  for (let after = 0; ; ) {
    const page = await central.pull(record, after, now());
    if (!page.ok) throw new Error(page.error);
    items.push(...page.value.items);
    after = page.value.cursor;
    if (page.value.remaining === 0) return items;
  }
};

const bareKey = generateKeyPairSync('ed25519');
const bareX = bareKey.publicKey.export({ format: 'jwk' }).x ?? '';
const signBare = (text: string): string =>
  sign(null, Buffer.from(text), bareKey.privateKey).toString('base64url');

/** The same bytes for the bare server: signatures of the same number, over the same texts. */
export const bareRequests = (
  terminal: string,
  entries: readonly SignedEntry[],
): readonly BareHandIn[] => {
  let from = 0;
  return requestsOf(entries).map((request) => {
    const bare: BareEntry[] = request.map(({ entry }) => {
      const text = JSON.stringify(entry);
      const presence = { key: bareX, signature: signBare(text) };
      const isHandOver = entry.content.kind === 'hand-over';
      return { text, signature: signBare(text), ...(isHandOver ? { presence } : {}) };
    });
    const one = { terminal, key: bareX, from, entries: bare };
    from += request.length;
    return one;
  });
};

const askBare = async (
  { url, key }: BareServer,
  path: string,
  body?: unknown,
): Promise<unknown> => {
  const answer = await fetch(url + path, {
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  const by = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' });
  const signature = Buffer.from(answer.headers.get('signature') ?? '', 'base64url');
  if (!verify(null, Buffer.from(text), by, signature)) throw new Error('not signed');
  return JSON.parse(text);
};

export const bareHandIn = async (
  server: BareServer,
  requests: readonly BareHandIn[],
): Promise<void> => {
  for (const request of requests) await askBare(server, '/', request);
};

export const barePull = async (server: BareServer, terminal: string): Promise<number> => {
  for (let after = 0; ; ) {
    const items = (await askBare(server, `/?terminal=${terminal}&after=${after}`)) as unknown[];
    if (items.length === 0) return after;
    after += items.length;
  }
};
