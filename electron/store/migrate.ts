import type { Database } from 'better-sqlite3';
import terminal from './migrations/0001-terminal.sql?raw';
import passesAndTokens from './migrations/0002-passes-and-tokens.sql?raw';
import staffAndSearch from './migrations/0003-staff-and-search.sql?raw';
import routesAndDays from './migrations/0004-routes-and-days.sql?raw';
import door from './migrations/0005-door.sql?raw';
import stopped from './migrations/0006-stopped.sql?raw';
import stopsByRoute from './migrations/0007-stops-by-route.sql?raw';
import details from './migrations/0008-details.sql?raw';

/** In order, never changed once released: the version of a store is how many of them it has. */
const MIGRATIONS: readonly string[] = [
  terminal,
  passesAndTokens,
  staffAndSearch,
  routesAndDays,
  door,
  stopped,
  stopsByRoute,
  details,
];

/** Brings a store up to date. Each step and its version are one transaction. */
export const migrate = (database: Database): 'current' | 'newer' => {
  const version = Number(database.pragma('user_version', { simple: true }));
  if (version > MIGRATIONS.length) return 'newer';
  for (const [index, sql] of MIGRATIONS.entries()) {
    if (index < version) continue;
    database
      .transaction(() => {
        database.exec(sql);
        database.pragma(`user_version = ${index + 1}`);
      })
      .immediate();
  }
  return 'current';
};
