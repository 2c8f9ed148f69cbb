import type { AppVersion } from '../../../shared/protocol/api/terminal.ts';
import type { DepotId } from '../../../shared/protocol/ids.ts';
import { isNewer } from '../../../shared/protocol/update/release.ts';
import type { Database } from '../database/pool.ts';

/** The latest version of the app that any terminal of each depot has said; revoked ones do not count. */
export const newestIn = async (
  db: Database,
  depots: readonly DepotId[],
): Promise<ReadonlyMap<DepotId, AppVersion>> => {
  const { rows } = await db.query<{ depot: DepotId; apps: readonly AppVersion[] }>(
    `select depot, array_agg(distinct app) as apps from terminal
     where depot = any($1) and revoked_at is null and app is not null group by depot`,
    [depots],
  );
  return new Map(
    rows.map(({ depot, apps }) => [
      depot,
      apps.reduce((newest, app) => (isNewer(app, newest) ? app : newest)),
    ]),
  );
};

/** Whether a terminal that has docked runs less than the newest. One that says no version is of before. */
export const isBehind = (app: AppVersion | null, newest: AppVersion | undefined): boolean =>
  newest !== undefined && (app === null || isNewer(newest, app));
