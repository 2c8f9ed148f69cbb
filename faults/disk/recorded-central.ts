import { makeCentralClient as original } from '../../electron/central-client/central-client.ts';
import type { Asked, Reach } from '../../electron/central-client/reach.ts';
import { PATHS, timeRequest } from '../../shared/protocol/api/terminal.ts';
import { fromBase64url } from '../../shared/protocol/codec/bytes.ts';
import type { Random16 } from '../../shared/protocol/ids.ts';
import { err, ok } from '../../shared/result.ts';
import type { Answer, Answers } from './bases.ts';

// The campaign puts one terminal back to the same moment thousands of times, and counts its calls on
// the disk. No central lets itself be put back with it without a database for each trial, so the real
// one answers once, while the terminals that trials begin with are made; what it signed then is played
// back, byte for byte, to the product's own client, which verifies it as ever. Central's clock and the
// terminal's stand still, so that in the same moment a terminal asks for the same thing. What the real
// central was never asked for it does not answer here either: then it is out of reach.

/** What was asked, and by whom; not what differs each time: the signature and its nonce. */
const nameOf = (address: string, { method, headers, body }: Asked): string => {
  const { pathname, search } = new URL(address);
  const keyId = /keyid="([^"]+)"/.exec(headers['Signature-Input'] ?? '')?.[1] ?? '';
  return `${method} ${pathname}${search} ${keyId} ${Buffer.from(body).toString('base64')}`;
};

const reachedWith = ({ status, coding, body }: Answer) => {
  const read = async function* () {
    yield Buffer.from(body, 'base64');
  };
  const headers: Readonly<Record<string, string>> =
    coding === null ? {} : { 'content-encoding': coding };
  return ok({ status, headers, body: read(), signal: new AbortController().signal });
};

let reach: Reach = async () => err('central-unreachable');
let nonce: Random16 | null = null;

/** Plays back from now on. The nonce is the one that the time was signed for. */
export const playBack = (answers: Answers, signed: Random16 | null): void => {
  nonce = signed;
  reach = async (address, asked) => {
    const known = answers[nameOf(address, asked)];
    return known === undefined ? err('central-unreachable') : reachedWith(known);
  };
};

/**
 * Asks the real central from now on, and writes its answers down. Gives the nonce that it signed the
 * time for last. A terminal that has enrolled waits until the depot has given it its route.
 */
export const record = (real: Reach, answers: Answers, enrolled: () => Promise<unknown>) => {
  let last: Random16 | null = null;
  nonce = null;
  reach = async (address, asked) => {
    const reached = await real(address, asked);
    if (!reached.ok) return reached;
    const { status, headers } = reached.value;
    const chunks: Uint8Array[] = [];
    for await (const chunk of reached.value.body) chunks.push(chunk);
    const coding = headers['content-encoding'];
    const given: Answer = {
      status,
      coding: typeof coding === 'string' ? coding : null,
      body: Buffer.concat(chunks).toString('base64'),
    };
    answers[nameOf(address, asked)] = given;
    const { pathname } = new URL(address);
    if (pathname === PATHS.enrol) await enrolled();
    if (pathname === PATHS.time) {
      last = timeRequest.parse(JSON.parse(Buffer.from(asked.body).toString())).nonce;
    }
    return reachedWith(given);
  };
  return { nonce: (): Random16 | null => last };
};

/** Stands in the place of the way to central: the client is the product's own. */
export const makeCentralClient: typeof original = ({ signer, verify, clock, random, app }) =>
  original({
    signer,
    verify,
    clock,
    random: (bytes) => (nonce === null ? random(bytes) : fromBase64url(nonce)),
    reach: (address, asked) => reach(address, asked),
    app,
  });
