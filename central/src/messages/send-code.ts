import type { DeliveryCode } from '../../../shared/protocol/code/delivery-code.ts';
import { wipe } from '../../../shared/protocol/codec/bytes.ts';
import type { DepotId, Instant, ShortId } from '../../../shared/protocol/ids.ts';
import { SECOND } from '../clock.ts';
import { openSealedCode } from '../codes/make-sealed-code.ts';
import { pageLink } from '../customer-page/page-link.ts';
import { at, transaction } from '../database/pool.ts';
import type { Ports } from '../ports.ts';
import type { MessageProvider } from './message-provider.ts';
import { windowOf } from './text/local-window.ts';
import { type TextParts, writeText } from './text/write-text.ts';

type Waiting = Omit<TextParts, 'now' | 'link'> & {
  readonly phone: string;
  readonly shortId: ShortId;
  readonly sealed: Buffer;
  readonly due: Instant;
  readonly notAfter: Instant;
};

export type SendOutcome = 'sent' | 'not-waiting' | 'too-early';

/** How long a provider may take. */
const DEADLINE = 15 * SECOND;

/**
 * Sends the SMS of one issue and forgets its code in the transaction that marks it sent. A crash
 * between the provider's taking it and the commit sends it again: at least once, never less. The
 * same code twice is harmless. (The sealed row version lives on in PostgreSQL's pages and
 * write-ahead log until they are vacuumed and recycled; it is ciphertext there.)
 * Throws if the provider did not take it: then the code stays, and the job is tried again.
 */
export const makeSendCode =
  (ports: Pick<Ports, 'pool' | 'keys' | 'now' | 'pageUrl'>, provider: MessageProvider) =>
  (depot: DepotId, issue: string): Promise<SendOutcome> =>
    transaction(ports.pool, async (tx): Promise<SendOutcome> => {
      const { rows } = await tx.query<Waiting>(
        `select depot.sender, depot.language, depot.texts, depot.time_zone as "timeZone",
           delivery.short_id as "shortId", delivery.arrival, delivery.phone, issue.sealed_code as sealed, issue.sms_due as due,
           issue.not_after as "notAfter"
         from issue
           join delivery on delivery.depot = issue.depot and delivery.id = issue.delivery
           join depot on depot.id = issue.depot
         where issue.depot = $1 and issue.id = $2 and issue.sms = 'waiting' and issue.state = 'active'
         for update of issue`,
        [depot, issue],
      );
      const waiting = rows[0];
      const moment = ports.now();
      // Expired: housekeeping forgets it. Nobody wants the code of a delivery that is over.
      if (waiting === undefined || waiting.notAfter <= moment) return 'not-waiting';
      if (waiting.due > moment) return 'too-early';
      const code = openSealedCode(ports, issue, 'hand-over', waiting.sealed) as DeliveryCode;
      const expected = windowOf(waiting.arrival, waiting.timeZone);
      const link = pageLink(ports.pageUrl(), { ...waiting, ...expected, code });
      const text = writeText({ ...waiting, now: moment, link }, code);
      wipe(code);
      const { phone: to, sender } = waiting;
      const message = { depot, id: issue, to, text, sender, reportUrl: null };
      const answer = await provider.send(message, AbortSignal.timeout(DEADLINE));
      if (answer.kind !== 'accepted') throw new Error(`the provider says: ${answer.why}`);
      await tx.query(
        `update issue set sms = 'sent', sms_sent_at = $3, sealed_code = null
         where depot = $1 and id = $2`,
        [depot, issue, at(moment)],
      );
      return 'sent';
    });
