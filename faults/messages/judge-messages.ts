import type { Taken } from './gateway.ts';

export type Kind = 'lost' | 'duplicated' | 'false_accepts' | 'undetected';

/** A delivery's message, when nothing is left to do. */
export type Row = {
  readonly id: string;
  readonly delivery: string;
  readonly state: string;
  readonly kind: 'code' | 'time-changed' | 'cancelled';
};

/** A code as it is written in a message. */
const CODE = /[0-9A-Z]{5}-[0-9A-Z]{5}/;

/** A stop, and what a person has done to it while its message was on its way. */
export type Stop = {
  readonly delivery: string;
  readonly position: number;
  /** How much the telephones had been sent when that was done; null: nothing was done. */
  readonly cancelledAt: number | null;
  /** So many attempts had no answer then: a gateway may read one of them later. */
  readonly underWay: number;
  readonly changed: { readonly at: number; readonly to: string } | null;
};

export type Ended = {
  readonly stops: readonly Stop[];
  readonly rows: readonly Row[];
  /** Everything that telephones were sent, in order. */
  readonly taken: readonly Taken[];
  /** Messages that a gateway has said it took, and lost. */
  readonly lies: ReadonlySet<string>;
  /** Deliveries whose message a person is shown. */
  readonly listed: ReadonlySet<string>;
};

/** Holds what came to telephones against what is so. */
export const judgeMessages = (
  { stops, rows, taken, lies, listed }: Ended,
  note: (kind: Kind, what: string) => void,
): void => {
  for (const { delivery, position, cancelledAt, underWay, changed } of stops) {
    const stop = `stop ${position}`;
    const own = rows.filter((row) => row.delivery === delivery);
    if (own.length === 0) note('lost', `${stop} has no message`);
    const isOwn = ({ id }: Taken): boolean => own.some((row) => row.id === id);
    /** Who has been told something is told that it does not come; that is all, and without a code. */
    const saysThat = ({ id, text }: Taken): boolean =>
      own.some((row) => row.id === id && row.kind === 'cancelled') && !CODE.test(text);
    const after = cancelledAt === null ? [] : taken.slice(cancelledAt).filter(isOwn);
    const wrong = after.filter((one) => !saysThat(one));
    if (wrong.length > underWay) note('false_accepts', `${stop} went after it was cancelled`);
    const since = changed === null ? [] : taken.slice(changed.at).filter(isOwn);
    if (since.some(({ to }) => to !== changed?.to)) {
      note('false_accepts', `${stop} went to the number from before`);
    }
    for (const row of own) {
      const mine = taken.filter(({ id }) => id === row.id);
      // A changed number is sent the code again.
      const isAgain = ({ to, isUncertain }: Taken, n: number): boolean =>
        !isUncertain && mine.slice(n + 1).some((later) => later.to === to);
      if (mine.some(isAgain)) {
        note('duplicated', `${stop} went again, though it was known that it had gone`);
      }
      // With another number goes another text.
      const texts = new Set(mine.map(({ text, to }) => `${to} ${text}`));
      if (texts.size > new Set(mine.map(({ to }) => to)).size) {
        note('duplicated', `${stop} went with two texts`);
      }
      if (row.state === 'cancelled' || row.state === 'expired') continue;
      if (row.state === 'waiting' || row.state === 'claimed') {
        note('lost', `${stop} is ${row.state} for ever`);
        continue;
      }
      const isLost = mine.length === 0 && row.state !== 'failed';
      if (isLost && !lies.has(row.id)) {
        note('lost', `${stop} is ${row.state}, and no telephone has it`);
      }
      // Of what is cancelled a person is shown nothing more.
      const isSeen = cancelledAt !== null || listed.has(delivery);
      if ((row.state === 'failed' || (isLost && row.state === 'accepted')) && !isSeen) {
        note('undetected', `${stop} is ${row.state}, and nobody sees it`);
      }
    }
  }
};
