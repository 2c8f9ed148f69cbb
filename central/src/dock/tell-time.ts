import { z } from 'zod';
import { signDocument } from '../../../shared/protocol/api/signed.ts';
import {
  appVersion,
  entryVersion,
  systemName,
  type TimeAnswer,
  timeStatement,
} from '../../../shared/protocol/api/terminal.ts';
import { hash, instant, type Random16 } from '../../../shared/protocol/ids.ts';
import { NEWEST_ENTRY } from '../../../shared/protocol/log/entry.ts';
import type { KnownTerminal } from '../actors.ts';
import { at } from '../database/pool.ts';
import type { Ports } from '../ports.ts';

/** What a terminal says of itself with its question; one of before does not say it. */
export const timeQuery = z.object({
  /** The newest version of an entry that it writes. */
  entries: z.coerce.number().pipe(entryVersion).optional(),
  app: appVersion.optional(),
  os: systemName.optional(),
  /** When the list of keys was issued that it has. */
  keys: z.coerce.number().pipe(instant).optional(),
  /** The fingerprint of the root key that it trusts. */
  root: hash.optional(),
});
type Said = z.infer<typeof timeQuery>;

/**
 * What a terminal is given to believe central by: how the root that it trusts was followed, with the list
 * of the one in force; or the list alone, by its own root, if it lacks it. A root that this database does
 * not have gets nothing: the terminal goes on with the list that it has.
 */
const trustFor = (
  { roots, listIssued }: Ports['keys'],
  root: Ports['keys']['roots']['current'] | null,
  { root: saysRoot, keys: issued }: Said,
): Pick<TimeAnswer, 'roots' | 'keys'> => {
  if (root === null) return {};
  const { onward, list } = root;
  if (saysRoot !== undefined && onward.length > 0) {
    return { roots: [...onward], keys: roots.current.list };
  }
  return issued !== undefined && issued < listIssued ? { keys: list } : {};
};

/**
 * Signs the time with the terminal's nonce, and remembers that it did. A terminal that was revoked is
 * told so here, in the first thing that it asks for at each docking; one that says its version, what it
 * is called; and one that says which root and which list of keys it has is given those in force, with
 * which it believes the rest.
 */
export const tellTime = async (
  { pool, keys, now }: Pick<Ports, 'pool' | 'keys' | 'now'>,
  terminal: KnownTerminal,
  nonce: Random16,
  said: Said,
): Promise<TimeAnswer> => {
  const time = now();
  const { entries: writes, app, os, keys: issued, root: saysRoot } = said;
  const { roots, listIssued } = keys;
  const root = saysRoot === undefined ? roots.named(terminal.root) : roots.known(saysRoot);
  // Whoever says which list it has needs no item of the manifest for it.
  const told = issued === undefined ? null : at(listIssued);
  await pool.query(
    `with told as (insert into time_statement (depot, terminal, at)
       values ($1::uuid, $2::uuid, $3::timestamptz) on conflict do nothing)
     update terminal set last_dock = $3, app = $4, platform = coalesce($5, platform),
         keys_issued = greatest(keys_issued, $6::timestamptz), root = coalesce($7, root)
       where depot = $1 and id = $2`,
    [
      ...[terminal.depot, terminal.id, at(time), app ?? null, os ?? null, told],
      saysRoot === undefined ? null : (root?.id ?? null),
    ],
  );
  const { revokedAt } = terminal;
  const document = timeStatement.parse({
    terminal: terminal.id,
    nonce,
    time,
    ...(revokedAt === null ? {} : { revoked: revokedAt }),
    ...(writes === undefined ? {} : { entries: Math.min(writes, NEWEST_ENTRY) }),
    ...(app === undefined ? {} : { name: terminal.name }),
  });
  const { id, signer } = keys.signing('time', time);
  const signed = signDocument('time', id, signer, document);
  return { ...signed, ...trustFor(keys, root, said) };
};
