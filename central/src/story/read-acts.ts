import type { DeliveryId, DepotId } from '../../../shared/protocol/ids.ts';
import type { Database } from '../database/pool.ts';
import { type AuditRow, SAID_OF_AUDIT, type Said, withTexts } from '../operators/acts.ts';
import type { StoryEvent } from './story-event.ts';

type Row = AuditRow & {
  readonly said: Said | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly terminal: string | null;
};

/** What operators did with a delivery, or with its route since it is there. */
export const readActs = async (
  db: Database,
  depot: DepotId,
  delivery: DeliveryId,
): Promise<readonly StoryEvent[]> => {
  const { rows } = await db.query<Row>(
    `select audit.id, audit.at, coalesce(operator.name, audit.actor) as actor, audit.act,
       audit.subject, ${SAID_OF_AUDIT} as said,
       (select name from route where route.depot = $1
         and route.id = (audit.subject->>'from')::uuid) as "from",
       (select name from route where route.depot = $1
         and route.id = (audit.subject->>'to')::uuid) as "to",
       (select name from terminal where terminal.depot = $1
         and terminal.id = (audit.subject->>'terminal')::uuid) as terminal
     from (select id, at, actor, act, subject from audit
           where subject ? 'delivery' and subject->>'delivery' = $2::text
         union all
         select audit.id, audit.at, actor, act, subject
           from delivery d join audit on audit.act = 'route-assigned'
             and audit.subject->>'route' = d.route::text and audit.at >= d.created_at
           where d.depot = $1 and d.id = $2::uuid) audit
       left join operator on operator.id::text = audit.actor`,
    [depot, delivery],
  );
  return rows.map(({ at, actor, act, said, from, to, terminal, ...row }) => {
    const subject = withTexts(row.subject, said);
    const { fields = '', reason = null, code = null } = subject;
    return {
      what: 'act',
      at,
      act,
      by: actor,
      fields: String(fields)
        .split(' ')
        .filter((field) => field !== ''),
      reason: reason === null ? null : String(reason),
      code: code === null ? null : String(code),
      from,
      to,
      terminal,
    };
  });
};
