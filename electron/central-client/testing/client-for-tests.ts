import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { signDocument } from '../../../shared/protocol/api/signed.ts';
import { toBase64url } from '../../../shared/protocol/codec/bytes.ts';
import { fingerprint, makeSigner, verifySignature } from '../../../shared/protocol/crypto/keys.ts';
import type { Instant, PublicKey, Random16, TerminalId } from '../../../shared/protocol/ids.ts';
import type { TerminalRecord } from '../../app/ports/central.ts';
import { makeCentralClient } from '../central-client.ts';
import { makeReach } from '../reach.ts';

export const NOW = 1_800_000_000_000 as Instant;
export const seed = (n: number) => makeSigner(new Uint8Array(32).fill(n));
export const [root, manifestKey, timeKey, stranger, own] = [
  seed(1),
  seed(2),
  seed(3),
  seed(4),
  seed(5),
];
export const receiptKey = seed(6);
export const agreement = own.publicKey;
export const terminal = '00000000-0000-4000-8000-000000000001' as TerminalId;
export const other = '00000000-0000-4000-8000-000000000002' as TerminalId;
export const key = (id: string, purpose: string, publicKey: PublicKey) => ({
  id,
  purpose,
  publicKey,
  notBefore: NOW - 1_000,
  notAfter: NOW + 1_000_000,
});
export const keys = signDocument('keys', 'root', root, {
  issued: NOW,
  keys: [
    key('manifest-1', 'manifest', manifestKey.publicKey),
    key('time-1', 'time', timeKey.publicKey),
    key('receipt-1', 'receipt', receiptKey.publicKey),
  ],
});
export const grant = {
  terminal,
  terminalName: 'Handheld 1',
  depot: terminal,
  depotName: 'South',
  depotAgreementKey: root.publicKey,
  signingKey: own.publicKey,
  agreementKey: agreement,
};
export const enrolAnswer = {
  root: root.publicKey,
  keys,
  grant: signDocument('grant', 'manifest-1', manifestKey, grant),
};

export const failed = (error: string) => ({ ok: false, error });

/** A client, and a server in the place of central that says whatever the test wants. */
export const clientForTests = ({ app = '1.4.0' }: { readonly app?: string } = {}) => {
  const at = {
    base: '',
    answer: (_path: string, _body: unknown): Answer => ({ status: 500, body: {} }),
  };
  // A server that says whatever the test wants, in central's place. That the client and the real
  // central understand each other is shown end to end.
  type Answer = {
    status?: number;
    headers?: Record<string, string>;
    body?: unknown;
    raw?: string | Buffer;
    never?: true;
  };
  const asked: { path: string; headers: IncomingHttpHeaders; bytes: Buffer }[] = [];
  let server: Server;
  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { headers: given } = request;
        const bytes = Buffer.concat(chunks);
        asked.push({ path: request.url ?? '', headers: given, bytes });
        const text = String(given['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes);
        const {
          status = 200,
          headers = {},
          body,
          raw,
          never,
        } = at.answer(request.url ?? '', text && JSON.parse(text));
        if (never) return;
        response.writeHead(status, { 'content-type': 'application/json', ...headers });
        response.end(raw ?? JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    at.base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const record = (): TerminalRecord => ({
    grant: grant as never,
    central: at.base,
    root: root.publicKey,
    keys,
  });
  const client = makeCentralClient({
    app,
    signer: own,
    verify: verifySignature,
    clock: { wall: () => NOW, boot: () => ({ bootId: 'b', elapsedMs: 0 }) },
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    reach: makeReach({
      authorities: () => [],
      proxiesFor: async () => 'DIRECT',
      patienceMs: 300,
    }),
  });
  const enrol = (rootKey = root.publicKey) =>
    client.enrol(
      {
        central: at.base,
        token: toBase64url(new Uint8Array(16)) as Random16,
        root: fingerprint(rootKey),
      },
      { signingKey: own.publicKey, agreementKey: agreement },
    );

  beforeEach(() => {
    at.answer = () => ({ status: 500, body: {} });
  });

  return { at, asked, record, client, enrol };
};
