import { toBase64url } from '../../../shared/protocol/codec/bytes.ts';
import type { Signer } from '../../../shared/protocol/crypto/keys.ts';
import {
  type DriverId,
  type Random16,
  random16,
  type Sequence,
  type TerminalId,
} from '../../../shared/protocol/ids.ts';
import {
  draftEntry,
  type EntryContext,
  type LogHead,
  type LogPosition,
} from '../../../shared/protocol/log/chain.ts';
import type { EntryPlace } from '../../../shared/protocol/log/details.ts';
import { type Entry, NEWEST_ENTRY, type PlainContent } from '../../../shared/protocol/log/entry.ts';
import { putBeside, type Written } from '../../../shared/protocol/log/put-beside.ts';
import type { TrustedTime } from '../../../shared/protocol/time/trusted-time.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { ProblemCode } from '../../../shared/terminal/problem.ts';
import type { AnchorHeads, AnchorKeeper } from '../ports/keychain.ts';
import type { Store, StoreWriter } from '../ports/store.ts';
import { stopProblem } from './stop-problem.ts';

/**
 * Writes entries to the log, one after the other. The order makes every crash and every old copy
 * of the store visible: the new head goes to the keychain as pending, then entry and state into
 * the store in one transaction, then the head to the keychain as committed. Only then may anybody
 * see what the entry says.
 *
 * Before that the keychain's heads are read: they must be those that this process wrote last. Other
 * ones are a twin's, a process on a copy of this profile with the same keychain, and nothing is
 * written (`store-rolled-back`).
 */
export type LogWriter = {
  readonly append: (
    content: PlainContent | ((context: EntryContext, after: LogPosition) => PlainContent),
    alongside?: (writer: StoreWriter, entry: Entry) => void,
  ) => Promise<Result<Entry, ProblemCode>>;
  /** An entry follows soon: the keychain is read while its maker is still at work. */
  readonly expectEntry: () => void;
  /** Resolves once nothing is being written any more. */
  readonly settled: () => Promise<unknown>;
};

type Parts = {
  readonly store: Store;
  readonly anchors: AnchorKeeper;
  readonly signer: Signer;
  readonly readTime: () => TrustedTime;
  /** Cryptographic randomness. */
  readonly randomBytes: (length: number) => Uint8Array;
  readonly identity: () => { readonly terminal: TerminalId; readonly driver: DriverId | null };
};

const isSameHead = (a: LogHead | null, b: LogHead | null): boolean =>
  a?.hash === b?.hash && a?.sequence === b?.sequence;
const isSame = (a: AnchorHeads, b: AnchorHeads): boolean =>
  isSameHead(a.committed, b.committed) && isSameHead(a.pending, b.pending);

export const makeLogWriter = (parts: Parts): LogWriter => {
  const { store, anchors, signer, readTime, randomBytes, identity } = parts;
  let writing = 0;
  /** What this process wrote last; two, where the keychain did not say whether it took the second. */
  let own: readonly AnchorHeads[] | null = null;
  /** The heads as they are since the last entry, read ahead of the next. */
  let ahead: ReturnType<AnchorKeeper['read']> | null = null;

  const anchor = async (heads: AnchorHeads): Promise<Result<null, ProblemCode>> => {
    own = [...(own ?? []), heads];
    const written = await anchors.write(heads);
    if (written.ok) own = [heads];
    return written;
  };

  const newSalt = (): Random16 => random16.parse(toBase64url(randomBytes(16)));
  /** What is personal stands beside the entry as soon as central reads that. */
  const putDown = (content: PlainContent, at: EntryPlace): Written =>
    store.entryVersion() < NEWEST_ENTRY ? { content } : putBeside(content, at, newSalt);

  const appendNow: LogWriter['append'] = async (content, alongside) => {
    const after = store.logPosition();
    const committed = after.hash === null ? null : after;
    const found = await (ahead ?? anchors.read());
    ahead = null;
    if (!found.ok) return err(found.error);
    own ??= [{ committed, pending: null }];
    const isOwn = own.some((heads) => isSame(heads, found.value));
    if (!isOwn) return err('store-rolled-back');
    own = [found.value];
    const context: EntryContext = { ...identity(), time: readTime() };
    const made = typeof content === 'function' ? content(context, after) : content;
    const { content: said, details } = putDown(made, {
      terminal: context.terminal,
      sequence: (after.sequence + 1) as Sequence,
    });
    const { head, sign } = draftEntry(after, context, said, details);

    const beginning = anchor({ committed, pending: head });
    // Here, while the keychain is at work in processes of its own.
    const signed = sign(signer);
    const begun = await beginning;
    if (!begun.ok) return err(begun.error);
    const written = store.write((writer) => {
      writer.appendEntry(signed, head);
      alongside?.(writer, signed.entry);
    });
    if (!written.ok) return err(written.error);
    const done = await anchor({ committed: head, pending: null });
    return done.ok ? ok(signed.entry) : err(done.error);
  };

  /** After these nobody is handed anything: what a stopped terminal may still write. */
  const mayFollow = (content: Parameters<LogWriter['append']>[0]): boolean =>
    typeof content !== 'function' && (content.kind === 'wiped' || content.kind === 'signed-out');

  const appendNext: LogWriter['append'] = async (content, alongside) => {
    const stopped = store.stopped();
    // What was begun before the terminal was stopped is not accepted after.
    if (stopped !== null && !mayFollow(content)) return err(stopProblem(stopped));
    return appendNow(content, alongside);
  };

  let last: Promise<unknown> = Promise.resolve();
  return {
    append: (content, alongside) => {
      writing++;
      const next = last.then(() => appendNext(content, alongside));
      last = next.then(
        () => writing--,
        () => writing--,
      );
      return next;
    },
    expectEntry: () => {
      // In the middle of another entry the heads are on their way to what that one makes of them.
      if (writing === 0) ahead ??= anchors.read();
    },
    settled: () => last,
  };
};
