import type { Signer } from '../../shared/crypto/keys.ts';
import type { DriverId, TerminalId } from '../../shared/ids.ts';
import { draftEntry, type EntryContext, type LogPosition } from '../../shared/log/chain.ts';
import type { Entry, EntryContent } from '../../shared/log/entry.ts';
import type { ProblemCode } from '../../shared/problem.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { TrustedTime } from '../../shared/time/trusted-time.ts';
import type { AnchorKeeper, Store, StoreWriter } from './ports.ts';

/**
 * Writes entries to the log, one after the other. The order makes every crash and every old copy
 * of the store visible: the new head goes to the keychain as pending, then entry and state into
 * the store in one transaction, then the head to the keychain as committed. Only then may anybody
 * see what the entry says.
 */
export type LogWriter = {
  readonly append: (
    content: EntryContent | ((context: EntryContext, after: LogPosition) => EntryContent),
    alongside?: (writer: StoreWriter, entry: Entry) => void,
  ) => Promise<Result<Entry, ProblemCode>>;
};

type Parts = {
  readonly store: Store;
  readonly anchors: AnchorKeeper;
  readonly signer: Signer;
  readonly readTime: () => TrustedTime;
  readonly identity: () => { readonly terminal: TerminalId; readonly driver: DriverId | null };
};

export const makeLogWriter = ({ store, anchors, signer, readTime, identity }: Parts): LogWriter => {
  const appendNow: LogWriter['append'] = async (content, alongside) => {
    const after = store.logPosition();
    const committed = after.hash === null ? null : after;
    const context: EntryContext = { ...identity(), time: readTime() };
    const made = typeof content === 'function' ? content(context, after) : content;
    const { head, sign } = draftEntry(after, context, made);

    const beginning = anchors.write({ committed, pending: head });
    // Here, while the keychain is at work in processes of its own.
    const signed = sign(signer);
    const begun = await beginning;
    if (!begun.ok) return err(begun.error);
    const written = store.write((writer) => {
      writer.appendEntry(signed, head);
      alongside?.(writer, signed.entry);
    });
    if (!written.ok) return err(written.error);
    const done = await anchors.write({ committed: head, pending: null });
    return done.ok ? ok(signed.entry) : err(done.error);
  };

  let last: Promise<unknown> = Promise.resolve();
  return {
    append: (content, alongside) => {
      const next = last.then(() => appendNow(content, alongside));
      last = next.catch(() => undefined);
      return next;
    },
  };
};
