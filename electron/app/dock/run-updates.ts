import type { VerifySignature } from '../../../shared/protocol/crypto/keys.ts';
import type { Hash, PublicKey } from '../../../shared/protocol/ids.ts';
import {
  judgeRelease,
  type OfferedFile,
  type ReleaseTarget,
} from '../../../shared/protocol/update/release.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { type ProblemCode, problemOf } from '../../../shared/terminal/problem.ts';
import type { UpdateView } from '../../../shared/terminal/view/dock-view.ts';
import type { TerminalRecord } from '../ports/central.ts';
import type { Diagnostics } from '../ports/diagnostics.ts';
import type { Store } from '../ports/store.ts';
import type { ReleaseFeed, UpdateFiles } from '../ports/updates.ts';

/** What is fixed when the app is built, and where it runs. */
export type UpdateSource = {
  readonly releaseKey: PublicKey;
  readonly target: ReleaseTarget;
  readonly version: string;
  readonly files: UpdateFiles;
  readonly feed: ReleaseFeed;
};

/** Fetches a newer release while the terminal is docked. It installs nothing: that is IT's. */
export type Updates = {
  /** Looks for a release, and fetches it; again only after it has ended. */
  readonly check: () => Promise<void>;
  /** What the dock says of it; null if there is nothing to say. */
  readonly view: () => UpdateView | null;
};

type Parts = {
  readonly source: UpdateSource;
  readonly store: Store;
  readonly verify: VerifySignature;
  /** Docked, nothing left to hand in, and no driver at a stop. */
  readonly mayFetch: () => boolean;
  readonly diagnostics: Diagnostics;
  readonly changed: () => void;
};

/** `later`: nothing is wrong, but not now. The rest is refused. */
type Stop = 'later' | 'truncated' | 'other-file' | ProblemCode;

const REFUSALS: ReadonlySet<Stop> = new Set(['truncated', 'other-file']);

export const makeUpdates = (parts: Parts): Updates => {
  const { source, store, verify, mayFetch, diagnostics, changed } = parts;
  const { files, feed } = source;
  let view: UpdateView | null = null;
  let running = false;
  /** A file that came to something else: it is not fetched again before the next start. */
  let spoilt: Hash | null = null;

  const show = (next: UpdateView | null): void => {
    view = next;
    changed();
  };
  const refuse = (reason: string): void => {
    diagnostics('update-refused', { reason });
    show({ state: 'refused' });
  };

  const fetchRest = async (
    record: TerminalRecord,
    { version, file }: OfferedFile,
  ): Promise<Result<null, Stop>> => {
    let at = files.begin(file);
    while (at < file.bytes) {
      if (!mayFetch()) return err('later');
      show({ state: 'fetching', version, percent: Math.floor((100 * at) / file.bytes) });
      const piece = await feed.releasePiece(record, file.name, at);
      if (!piece.ok) return piece;
      if (piece.value.length === 0) return err('truncated');
      if (at + piece.value.length > file.bytes) return err('other-file');
      at = files.append(file, piece.value);
    }
    return (await files.finish(file)) ? ok(null) : err('other-file');
  };

  const look = async (): Promise<void> => {
    const record = store.terminal();
    if (record === null || !mayFetch()) return;
    const offered = await feed.release(record);
    if (!offered.ok) return;
    if (offered.value === null) return show(null);
    const judged = judgeRelease(offered.value, source, source.releaseKey, verify);
    if (!judged.ok) {
      const nothing = judged.error === 'not-newer' || judged.error === 'not-for-here';
      return nothing ? show(null) : refuse(judged.error);
    }
    if (judged.value.file.sha256 === spoilt) return;
    const fetched = (await files.isFinished(judged.value.file))
      ? ok(null)
      : await fetchRest(record, judged.value);
    if (fetched.ok) return show({ state: 'ready', version: judged.value.version });
    if (fetched.error === 'other-file') spoilt = judged.value.file.sha256;
    if (REFUSALS.has(fetched.error)) return refuse(fetched.error);
    show(null);
  };

  return {
    view: () => view,
    check: async () => {
      if (running) return;
      running = true;
      try {
        await look();
      } catch (error) {
        // A full disk, mostly: the terminal works on without its update.
        diagnostics('update-failed', { problem: problemOf(error) });
        show(null);
      } finally {
        running = false;
      }
    },
  };
};
