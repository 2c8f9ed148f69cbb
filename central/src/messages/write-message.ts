import { assertNever } from '../../../shared/assert-never.ts';
import type { DeliveryCode } from '../../../shared/protocol/code/delivery-code.ts';
import { wipe } from '../../../shared/protocol/codec/bytes.ts';
import type { DepotId, Instant } from '../../../shared/protocol/ids.ts';
import { openSealedCode } from '../codes/make-sealed-code.ts';
import { hasEarlierMessage, type MessageKind } from '../codes/put-message.ts';
import type { Transaction } from '../database/pool.ts';
import type { Ports } from '../ports.ts';
import { type LinkParts, linkOf } from './text/link-of.ts';
import { type TextParts, writeText } from './text/write-text.ts';

/** What a message is written from: the delivery, its code and its depot, as they are now. */
export type MessageFacts = Omit<TextParts, 'now' | 'link' | 'kind'> &
  LinkParts & {
    readonly depot: DepotId;
    readonly issue: string;
    readonly kind: MessageKind;
    readonly sealedCode: Buffer | null;
    /** Whether the issue's code is good. */
    readonly isActive: boolean;
    readonly saidLast: Instant | null;
  };

type Written = {
  readonly text: string;
  /** The arrival that it says. */
  readonly says: Instant;
};

const writeCode = (
  { keys, pageUrl }: Pick<Ports, 'keys' | 'pageUrl'>,
  facts: MessageFacts,
  kind: 'code' | 'void',
  now: Instant,
): Written => {
  const { issue, sealedCode, arrival } = facts;
  const opened = openSealedCode({ keys }, issue, 'hand-over', sealedCode ?? new Uint8Array());
  const code = opened as DeliveryCode;
  const text = writeText({ ...facts, kind, now, link: linkOf(pageUrl(), facts, code) }, code);
  wipe(code);
  return { text, says: arrival };
};

/** What a message says, written from what is so now. */
export const writeMessage = async (
  tx: Transaction,
  ports: Pick<Ports, 'keys' | 'pageUrl'>,
  facts: MessageFacts,
  now: Instant,
): Promise<Written> => {
  const { kind, depot, issue, isActive, arrival } = facts;
  switch (kind) {
    case 'code': {
      const isReplacing = await hasEarlierMessage(tx, depot, issue);
      return writeCode(ports, facts, isReplacing ? 'void' : 'code', now);
    }
    case 'time-changed': {
      const text = isActive ? 'time-changed' : 'code-follows';
      return { text: writeText({ ...facts, kind: text, now, link: null }, null), says: arrival };
    }
    case 'cancelled': {
      // The customer knows the delivery by the time that was said.
      const says = facts.saidLast ?? arrival;
      return { text: writeText({ ...facts, arrival: says, kind, now, link: null }, null), says };
    }
    default:
      return assertNever(kind);
  }
};
