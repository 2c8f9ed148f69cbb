import { timingSafeEqual } from 'node:crypto';
import type { DepotId } from '../../../shared/protocol/ids.ts';
import { type Transaction, transaction } from '../database/pool.ts';
import type { Ports } from '../ports.ts';
import { endMessage, lockMessage } from './end-message.ts';
import { tellChangesSince } from './follow-up.ts';
import type { Callback, Fate, MessageProvider, ProviderReport } from './message-provider.ts';

/** Reports that came before what they are about was kept: a network can be faster than a database. */
const MOST_EARLY = 10_000;

type Named = { readonly depot: DepotId; readonly message: string };

/** Whether all parts of a message have arrived, this one included. */
const isWhole = async (
  tx: Transaction,
  { depot, message }: Named,
  part: string | null,
): Promise<boolean> => {
  if (part === null) return true;
  await tx.query(
    `update message_part set delivered = true
     where depot = $1 and message = $2 and provider_id = $3`,
    [depot, message, part],
  );
  const { rowCount } = await tx.query(
    'select 1 from message_part where depot = $1 and message = $2 and not delivered limit 1',
    [depot, message],
  );
  return rowCount === 0;
};

/** What a report changes. That it arrived is believed even after it was thought lost. */
const apply = async (
  tx: Transaction,
  { now }: Pick<Ports, 'now'>,
  named: Named,
  part: string | null,
  fate: Fate,
): Promise<void> => {
  const { depot, message } = named;
  const state = (await lockMessage(tx, depot, message))?.state ?? '';
  if (fate.kind === 'delivered' && ['claimed', 'accepted', 'failed'].includes(state)) {
    const isDone = await isWhole(tx, named, part);
    if (!isDone) return;
    await endMessage(tx, depot, message, 'delivered', null, now());
    // What was thought lost is out after all, and may say what is no longer so.
    if (state === 'failed') await tellChangesSince(tx, depot, message, now());
  } else if (fate.kind === 'failed' && ['claimed', 'accepted'].includes(state)) {
    await endMessage(tx, depot, message, 'failed', fate.why, now());
  }
};

export type Reports = {
  /** Hears a report that comes by itself, by the provider's own id. */
  readonly take: (report: ProviderReport) => Promise<'kept' | 'unknown'>;
  /** Applies what was heard of these ids before they were known. */
  readonly replay: (ids: readonly string[]) => Promise<void>;
  /**
   * Hears a callback at a message's own address. False if it is not this provider's, not about this
   * message, or there is no such message: it then changes nothing.
   */
  readonly callback: (id: string, token: string, callback: Callback) => Promise<boolean>;
};

const isEqual = (a: string, b: string): boolean => {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
};

/** Tells those who look on that something became of a depot's messages. */
export type TellMessages = (depot: DepotId) => void;

/** Takes what providers say of messages, and tells who looks on. */
export const makeReports = (
  ports: Pick<Ports, 'pool' | 'now'>,
  provider: Pick<MessageProvider, 'readCallback'>,
  tell: TellMessages,
): Reports => {
  const early = new Map<string, Fate>();

  const keep = (report: ProviderReport): Promise<readonly Named[]> =>
    transaction(ports.pool, async (tx) => {
      const { rows } = await tx.query<Named>(
        'select depot, message from message_part where provider_id = $1',
        [report.id],
      );
      for (const named of rows) await apply(tx, ports, named, report.id, report.fate);
      return rows;
    });

  const take: Reports['take'] = async (report) => {
    const about = await keep(report);
    for (const { depot } of about) tell(depot);
    if (about.length > 0) return 'kept';
    early.set(report.id, report.fate);
    const [oldest] = early.keys();
    if (early.size > MOST_EARLY && oldest !== undefined) early.delete(oldest);
    return 'unknown';
  };

  return {
    take,
    replay: async (ids) => {
      for (const id of ids) {
        const fate = early.get(id);
        if (fate !== undefined) await take({ id, fate });
        early.delete(id);
      }
    },
    callback: async (id, token, callback) => {
      const said = provider.readCallback(callback);
      if (said === null) return false;
      const about = await transaction(ports.pool, async (tx): Promise<DepotId | null> => {
        const { rows } = await tx.query<Named & { token: string; parts: string[] }>(
          `select m.depot, m.id as message, m.report_token as token,
             array(select provider_id from message_part p
               where p.depot = m.depot and p.message = m.id) as parts
           from message m where m.id = $1`,
          [id],
        );
        const [found] = rows;
        if (found === undefined || !isEqual(found.token, token)) return null;
        const isOther =
          said.id !== null && found.parts.length > 0 && !found.parts.includes(said.id);
        if (isOther) return null;
        await apply(tx, ports, found, said.id, said.fate);
        return found.depot;
      });
      if (about !== null) tell(about);
      return about !== null;
    },
  };
};
