import type { Answer, Ask } from './judge-worker.ts';
import workerUrl from './judge-worker.ts?worker&url';
import type { Verdict } from './verdict.ts';

/** Where browsers have them: what turns a text into a script's address. */
type TrustedTypes = {
  readonly createPolicy: (
    name: string,
    rules: { readonly createScriptURL: () => string },
  ) => { readonly createScriptURL: (text: string) => string };
};

/** The page's policy lets one script be started as a worker, whatever is asked for: this one. */
const trustedUrl = (): string => {
  const { trustedTypes } = window as { readonly trustedTypes?: TrustedTypes };
  const policy = trustedTypes?.createPolicy('kerbside-judge', { createScriptURL: () => workerUrl });
  return policy?.createScriptURL('') ?? workerUrl;
};

/** How far a check is, in signatures. */
export type Progress = { readonly done: number; readonly total: number };

type Waiting = {
  readonly onProgress: (progress: Progress) => void;
  readonly resolve: (verdict: Verdict) => void;
  readonly reject: (error: Error) => void;
};

let worker: Worker | null = null;
let last = 0;
const waiting = new Map<number, Waiting>();
/** A policy's name can be taken once. */
let url: string | null = null;

/** Starts what judges files, so that it is there when there is no network any more. */
export const startJudge = (): Worker => {
  if (worker !== null) return worker;
  url ??= trustedUrl();
  const started = new Worker(url, { name: 'kerbside-judge' });
  worker = started;
  started.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
    const one = waiting.get(data.id);
    if (one === undefined) return;
    if ('verdict' in data) {
      waiting.delete(data.id);
      one.resolve(data.verdict);
    } else one.onProgress(data);
  });
  // It has run out of memory, or could not be loaded: another is started for the next file.
  started.addEventListener('error', (event) => {
    event.preventDefault();
    started.terminate();
    worker = null;
    for (const one of waiting.values()) one.reject(new Error('the file could not be judged'));
    waiting.clear();
  });
  return started;
};

/** Judges a file beside the page. What judges is the protocol's own code; no server is asked. */
export const judgeInWorker = (
  bytes: Uint8Array<ArrayBuffer>,
  onProgress: (progress: Progress) => void,
): Promise<Verdict> =>
  new Promise((resolve, reject) => {
    const id = ++last;
    waiting.set(id, { onProgress, resolve, reject });
    const ask: Ask = { id, bytes };
    startJudge().postMessage(ask);
  });
