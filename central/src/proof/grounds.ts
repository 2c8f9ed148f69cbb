import type { DepotId, TerminalId } from '../../../shared/protocol/ids.ts';
import type { HandOverContent } from '../../../shared/protocol/log/entry.ts';
import type { Ground } from '../../../shared/protocol/proof/judge-hand-over.ts';
import type { TerminalKey } from '../actors.ts';
import type { Transaction } from '../database/pool.ts';
import { PASS_IS_FOR } from '../passes/pass-audience.ts';

type Row = Ground & { readonly n: number };
/** Hand-overs with their places in the list that was asked with. */
type Numbered = readonly (readonly [number, HandOverContent])[];

const readIssues = async (
  tx: Transaction,
  depot: DepotId,
  terminal: TerminalId,
  asked: Numbered,
): Promise<readonly Row[]> => {
  if (asked.length === 0) return [];
  const { rows } = await tx.query<Row & { readonly isByToken: boolean }>(
    `select u.n, u.token is not null as "isByToken",
       case when u.token is not null then null
         when u.purpose = 'override' then override_presence_key else presence_key end as "presenceKey",
       case when u.purpose = 'override' then override_not_before else not_before end as "notBefore",
       case when u.purpose = 'override' then override_not_after else not_after end as "notAfter",
       withdrawn_at as "withdrawnAt"
     from unnest($3::int[], $4::uuid[], $5::int[], $6::text[], $7::uuid[])
         as u (n, delivery, epoch, purpose, token)
       join issue on issue.depot = $1 and issue.delivery = u.delivery and issue.epoch = u.epoch
         and issue.terminal = $2 and (u.token is null or issue.token = u.token)`,
    [
      depot,
      terminal,
      asked.map(([n]) => n),
      asked.map(([, one]) => one.delivery),
      asked.map(([, one]) => one.epoch),
      asked.map(([, one]) => one.purpose),
      asked.map(([, { proof }]) => (proof.scheme === 'oath' ? proof.token : null)),
    ],
  );
  // Without a key there is no such code: the customer has a token instead.
  return rows.filter(({ isByToken, presenceKey }) => isByToken || presenceKey !== null);
};

const readPasses = async (
  tx: Transaction,
  depot: DepotId,
  terminal: TerminalId,
  asked: Numbered,
): Promise<readonly Row[]> =>
  asked.length === 0
    ? []
    : (
        await tx.query<Row>(
          `select u.n, p.presence_key as "presenceKey", p.not_before as "notBefore",
             p.not_after as "notAfter", p.withdrawn_at as "withdrawnAt"
           from unnest($3::int[], $4::uuid[], $5::int[], $6::text[]) as u (n, delivery, epoch, once)
             join pass p on p.depot = $1 and p.delivery = u.delivery and p.epoch = u.epoch
               and p.once = u.once
             join terminal t on t.depot = p.depot and t.id = $2
           where ${PASS_IS_FOR}`,
          [
            depot,
            terminal,
            asked.map(([n]) => n),
            asked.map(([, one]) => one.delivery),
            asked.map(([, one]) => one.epoch),
            asked.map(([, { proof }]) => (proof.scheme === 'pass' ? proof.once : null)),
          ],
        )
      ).rows;

/**
 * What each of these hand-overs names, as central made it for their terminal, in their order; null
 * where it never did.
 */
export const findGrounds = async (
  tx: Transaction,
  { depot, id: terminal }: TerminalKey,
  handOvers: readonly HandOverContent[],
): Promise<readonly (Ground | null)[]> => {
  const asked = handOvers.map((one, n) => [n, one] as const);
  const isByPass = ([, { proof }]: Numbered[number]): boolean => proof.scheme === 'pass';
  const rows = [
    ...(await readIssues(
      tx,
      depot,
      terminal,
      asked.filter((one) => !isByPass(one)),
    )),
    ...(await readPasses(tx, depot, terminal, asked.filter(isByPass))),
  ];
  const found = new Map(
    rows.map(({ n, presenceKey, notBefore, notAfter, withdrawnAt }) => [
      n,
      { presenceKey, notBefore, notAfter, withdrawnAt },
    ]),
  );
  return handOvers.map((_, n) => found.get(n) ?? null);
};
