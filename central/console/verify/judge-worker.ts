// The first import: schemas are made when their modules run.
import './jitless.ts';
import { verifySignature } from '../../../shared/protocol/crypto/keys.ts';
import { judgeFile } from '../../../shared/protocol/verify/judge-file.ts';
import { countSignatures } from './count-signatures.ts';
import { type Verdict, verdictOf } from './verdict.ts';

/** A file to judge, under a number of the page's. */
export type Ask = { readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> };
/** How far it is, and at last what comes of it. */
export type Answer = { readonly id: number } & (
  | { readonly done: number; readonly total: number }
  | { readonly verdict: Verdict }
);

const TELL_EACH_MS = 100;

// It judges beside the page, which stays awake. It asks no server for anything, and may not.
addEventListener('message', ({ data }: MessageEvent<Ask>) => {
  const { id, bytes } = data;
  const tell = (answer: Answer): void => postMessage(answer);
  const total = countSignatures(bytes);
  let done = 0;
  let told = Date.now();
  const judged = judgeFile(bytes, null, (...signed) => {
    done++;
    if (Date.now() - told >= TELL_EACH_MS) {
      told = Date.now();
      tell({ id, done: Math.min(done, total), total });
    }
    return verifySignature(...signed);
  });
  tell({ id, verdict: verdictOf(judged) });
});
