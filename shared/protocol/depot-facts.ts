import { z } from 'zod';

/**
 * The name of a time zone as in IANA's database, by its form alone: which names there are differs
 * from machine to machine, and a terminal that does not know one goes by its own zone.
 */
export const timeZoneName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/)
  .max(60)
  .brand<'TimeZoneName'>();
export type TimeZoneName = z.infer<typeof timeZoneName>;

const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};
/** Asked with every view, and slow to find out. */
const known = new Map<string, boolean>();

/** Whether this machine knows a time zone by this name. */
export const isKnownTimeZone = (name: string): boolean => {
  const before = known.get(name);
  if (before !== undefined) return before;
  const found = isTimeZone(name);
  known.set(name, found);
  return found;
};

/** Short names that mean one zone, with its summer time if it has one. */
const SHORT_NAMES = new Set('UTC UCT GMT WET CET MET EET PRC ROC ROK'.split(' '));

/**
 * Whether a name says where a depot's clocks are. Three letters are mostly an abbreviation that several
 * places have (`BST` is Bangladesh to some machines, `IST` India), or the winter's time alone (`EST`).
 */
export const isZoneOfDepot = (name: string): boolean =>
  isKnownTimeZone(name) && (!/^[a-z]{3}$/i.test(name) || SHORT_NAMES.has(name.toUpperCase()));

/** A telephone number in E.164 form: + and 7 to 15 digits. */
export const telephone = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/)
  .brand<'Telephone'>();
export type Telephone = z.infer<typeof telephone>;

/** What a terminal is told of its depot: where its clocks are, and whom a driver calls. */
export const depotFacts = z.strictObject({
  timeZone: timeZoneName,
  /** Null where the depot has not said. */
  dispatcherPhone: telephone.nullable(),
});
export type DepotFacts = z.infer<typeof depotFacts>;
