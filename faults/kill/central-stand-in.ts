import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { nativeArgon2id } from '../../electron/crypto/native-argon2id.ts';
import {
  type DocumentLabel,
  type SignedDocument,
  signDocument,
} from '../../shared/protocol/api/signed.ts';
import {
  type EnrolAnswer,
  type EnrolRequest,
  type EntriesAnswer,
  type Grant,
  type ManifestItem,
  PATHS,
} from '../../shared/protocol/api/terminal.ts';
import { toBase64url } from '../../shared/protocol/codec/bytes.ts';
import {
  agreementKey,
  derivePepper,
  fingerprint,
  makeSigner,
  sha256Of,
} from '../../shared/protocol/crypto/keys.ts';
import { formatEnrolmentCode } from '../../shared/protocol/enrolment/enrolment-code.ts';
import type { PublicKey, Random16, Sequence, TerminalId } from '../../shared/protocol/ids.ts';
import {
  checkEntry,
  EMPTY_LOG,
  hashEntry,
  provesPresence,
} from '../../shared/protocol/log/chain.ts';
import type { SignedEntry } from '../../shared/protocol/log/entry.ts';
import { DEFAULT_POLICY } from '../../shared/protocol/policy.ts';
import { dayOf } from '../../shared/protocol/time/zoned-day.ts';
import { planStop, ROUTE, sealStop } from './planned-stops.ts';
import { verifyNatively } from './verify-natively.ts';

/** What central has of one terminal. */
export interface KnownTerminal {
  readonly id: TerminalId;
  readonly grant: Grant;
  readonly pepper: Uint8Array;
  items: ManifestItem[];
  stored: SignedEntry[];
  /** Whatever a person would have to look at. There must be none. */
  findings: string[];
}

/**
 * Central as far as a terminal can see it: everything that it answers is signed and of the form of
 * the real one's, and it checks what is handed in. It has no database and looks at no request's
 * signature; that the real central does is shown elsewhere.
 */
export interface CentralStandIn {
  readonly enrolmentCode: (token: Random16, url: string) => string;
  readonly enrol: (request: EnrolRequest) => Promise<EnrolAnswer>;
  readonly terminalOf: (signingKey: PublicKey) => KnownTerminal | null;
  readonly tellTime: (id: string, nonce: Random16) => SignedDocument;
  readonly takeEntries: (id: string, entries: readonly SignedEntry[]) => EntriesAnswer;
  readonly page: (id: string, after: number) => Promise<SignedDocument>;
  /** Plans more stops for a terminal. */
  readonly grow: (id: string) => Promise<void>;
  /** Remembers how things are; what it gives puts them back. */
  readonly remember: () => () => void;
}

const DAY_MS = 86_400_000;
const PAGE = 5;
/** So many stops are given first, and again whenever no more than a few are open. */
const STOPS = 9;

const seeded = (n: number) => makeSigner(new Uint8Array(32).fill(n));
const [root, manifestKey, timeKey, receiptKey] = [seeded(1), seeded(2), seeded(3), seeded(4)];
const agreementSecret = new Uint8Array(32).fill(5);
export const uuidOf = (text: string): string => {
  const hex = Buffer.from(sha256Of(new TextEncoder().encode(text)), 'base64url').toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** `now` in milliseconds since 1970: the time that is told, and that validities lie around. */
export const makeCentralStandIn = (now: () => number): CentralStandIn => {
  const terminals = new Map<string, KnownTerminal>();
  const key = (id: string, { publicKey }: { readonly publicKey: PublicKey }) => ({
    id: `${id}-1`,
    purpose: id,
    publicKey,
    notBefore: now() - DAY_MS,
    notAfter: now() + 365 * DAY_MS,
  });
  const keys = signDocument('keys', 'root', root, {
    issued: now(),
    keys: [key('manifest', manifestKey), key('time', timeKey), key('receipt', receiptKey)],
  });
  const sign = (label: DocumentLabel, document: unknown): SignedDocument => {
    const [id, signer] =
      label === 'time'
        ? ['time-1', timeKey]
        : label === 'receipt'
          ? ['receipt-1', receiptKey]
          : ['manifest-1', manifestKey];
    return signDocument(label, id as string, signer as typeof root, document);
  };
  const known = (id: string): KnownTerminal => {
    const terminal = terminals.get(id);
    if (terminal === undefined) throw new Error('no such terminal');
    return terminal;
  };
  const handOversOf = ({ stored }: KnownTerminal) =>
    stored.filter(({ entry }) => entry.content.kind === 'hand-over').length;
  const stopsOf = ({ items }: KnownTerminal) =>
    items.filter(({ type }) => type === 'delivery').length;

  const grow = async (terminal: KnownTerminal): Promise<void> => {
    const first = stopsOf(terminal);
    for (let i = first + 1; i <= first + STOPS; i++) {
      const stop = planStop(terminal.id, i, now());
      terminal.items.push(await sealStop(stop, terminal.pepper, nativeArgon2id));
    }
  };

  const findingOf = (terminal: KnownTerminal, signed: SignedEntry): string | null => {
    const { stored, grant } = terminal;
    const { entry } = signed;
    const before = stored.at(entry.sequence - 1);
    if (entry.sequence <= stored.length && before !== undefined) {
      return hashEntry(before.entry) === hashEntry(entry) ? null : 'forked';
    }
    const last = stored.at(-1)?.entry;
    const head =
      last === undefined ? EMPTY_LOG : { sequence: last.sequence, hash: hashEntry(last) };
    const fault = checkEntry(head, signed, terminal.id, grant.signingKey, verifyNatively);
    if (fault !== null) return fault;
    const { content } = entry;
    if (content.kind === 'hand-over') {
      const item = terminal.items.find(
        (one) => one.type === 'delivery' && one.id === content.delivery,
      );
      if (item?.type !== 'delivery') return 'no-such-delivery';
      const verifier = content.purpose === 'override' ? item.override : item.verifier;
      if (verifier.scheme !== 'sealed') return 'no-such-delivery';
      const { presenceKey } = verifier;
      if (!provesPresence(entry, content, presenceKey, verifyNatively)) {
        return 'no-presence';
      }
      const again = stored.some(
        ({ entry: { content: one } }) =>
          one.kind === 'hand-over' && one.delivery === content.delivery,
      );
      if (again) terminal.findings.push(`second-hand-over at ${entry.sequence}`);
    }
    stored.push(signed);
    return null;
  };

  return {
    enrolmentCode: (token, url) =>
      formatEnrolmentCode({ central: url, token, root: fingerprint(root.publicKey) }),
    terminalOf: (signingKey) =>
      [...terminals.values()].find(({ grant }) => grant.signingKey === signingKey) ?? null,
    enrol: async ({ signingKey, agreementKey: theirs }) => {
      const id = uuidOf(`terminal ${signingKey}`) as TerminalId;
      const grant = {
        terminal: id,
        terminalName: 'Handheld',
        depot: uuidOf('depot'),
        depotName: 'South',
        depotAgreementKey: agreementKey(agreementSecret),
        signingKey,
        agreementKey: theirs,
      } as Grant;
      if (!terminals.has(id)) {
        const pepper = derivePepper(agreementSecret, theirs, id);
        const driver = { id: uuidOf('driver'), name: 'K. Petersen' };
        const route = {
          type: 'route',
          id: ROUTE,
          name: '14',
          day: dayOf(now(), 'UTC'),
          driver,
        } as ManifestItem;
        const policy = { ...DEFAULT_POLICY, waitsMs: [0], unscanned: 'free' as const };
        const items: ManifestItem[] = [route, { type: 'policy', policy }];
        const terminal = { id, grant, pepper, items, stored: [], findings: [] };
        await grow(terminal);
        terminals.set(id, terminal);
      }
      return { root: root.publicKey, keys, grant: sign('grant', grant) };
    },
    tellTime: (id, nonce) => sign('time', { terminal: known(id).id, nonce, time: now() }),
    takeEntries: (id, entries) => {
      const terminal = known(id);
      for (const signed of entries) {
        const finding = findingOf(terminal, signed);
        if (finding !== null) terminal.findings.push(`${finding} at ${signed.entry.sequence}`);
      }
      const last = terminal.stored.at(-1)?.entry;
      const document = {
        terminal: terminal.id,
        acknowledged: last?.sequence ?? (0 as Sequence),
        hash: last === undefined ? null : hashEntry(last),
      };
      return { receipt: sign('receipt', document), findings: [] };
    },
    page: async (id, after) => {
      const terminal = known(id);
      const open = stopsOf(terminal) - handOversOf(terminal);
      if (after >= terminal.items.length && open <= 4) await grow(terminal);
      const items = terminal.items.slice(after, after + PAGE);
      const cursor = after + items.length;
      const remaining = terminal.items.length - cursor;
      return sign('manifest', { terminal: terminal.id, after, cursor, remaining, items });
    },
    grow: (id) => grow(known(id)),
    remember: () => {
      const then = [...terminals].map(([id, { items, stored, findings, ...rest }]) => {
        return [id, { ...rest, items: [...items], stored: [...stored], findings: [...findings] }];
      }) as [string, KnownTerminal][];
      return () => {
        terminals.clear();
        for (const [id, { items, stored, findings, ...rest }] of then) {
          terminals.set(id, {
            ...rest,
            items: [...items],
            stored: [...stored],
            findings: [...findings],
          });
        }
      };
    },
  };
};

const readJson = async (request: IncomingMessage): Promise<unknown> => {
  let text = '';
  for await (const chunk of request) text += (chunk as Buffer).toString();
  return text === '' ? null : JSON.parse(text);
};

/** Serves a stand-in over HTTP on the loopback interface. */
export const serveCentral = async (central: CentralStandIn) => {
  const answer = async (request: IncomingMessage): Promise<unknown> => {
    const url = new URL(request.url ?? '/', 'http://central');
    const keyId = /keyid="([^"]+)"/.exec(String(request.headers['signature-input']))?.[1] ?? '';
    const body = (await readJson(request)) as never;
    switch (url.pathname) {
      case PATHS.enrol:
        return central.enrol(body);
      case PATHS.time:
        return central.tellTime(keyId, (body as { nonce: Random16 }).nonce);
      case PATHS.entries:
        return central.takeEntries(keyId, (body as { entries: SignedEntry[] }).entries);
      case PATHS.manifest:
        return central.page(keyId, Number(url.searchParams.get('after')));
      case PATHS.rolledBack:
        return null;
      default:
        throw new Error(`nothing is at ${url.pathname}`);
    }
  };
  const server = createServer((request, response) => {
    answer(request).then(
      (body) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body));
      },
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

/** An enrolment token: 16 bytes that follow from a number. */
export const tokenOf = (n: number): Random16 => {
  const bytes = new Uint8Array(16);
  new DataView(bytes.buffer).setUint32(0, n);
  return toBase64url(bytes) as Random16;
};
