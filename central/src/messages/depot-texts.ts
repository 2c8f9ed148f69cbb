import { makeDeliveryCode } from '../../../shared/protocol/code/delivery-code.ts';
import type { DepotId, Instant } from '../../../shared/protocol/ids.ts';
import type { KnownOperator } from '../actors.ts';
import { HOUR, later } from '../clock.ts';
import { type Database, transaction } from '../database/pool.ts';
import { noteAct } from '../operators/acts.ts';
import type { Ports } from '../ports.ts';
import { costlyLetters, segmentsOf } from './text/segments.ts';
import { type Language, language as languages } from './text/sentences.ts';
import { type DepotTexts, writeText } from './text/write-text.ts';

type Settings = {
  readonly sender: string;
  readonly timeZone: string;
  readonly language: Language;
  readonly texts: DepotTexts;
};

/** A text as a customer would get it now, and what it costs. */
export type Preview = {
  readonly language: Language;
  /** Whether the words are the depot's own. */
  readonly own: boolean;
  readonly text: string;
  readonly encoding: 'gsm' | 'ucs2';
  /** How many messages a network counts, and charges. */
  readonly parts: number;
  /** The letters without which it would be fewer. */
  readonly costly: readonly string[];
};

export type DepotMessages = { readonly language: Language; readonly previews: readonly Preview[] };

export type MessageChanges = {
  readonly language?: Language | undefined;
  /** The depot's own words; null: the product's again. */
  readonly texts?: Partial<Record<Language, string | null | undefined>> | undefined;
};

const EXAMPLE = makeDeliveryCode(new Uint8Array(9).fill(7));

const preview = (settings: Settings, language: Language, now: Instant): Preview => {
  const { sender, timeZone, texts } = settings;
  const arrival = later(now, 2 * HOUR);
  const parts = { sender, language, texts, arrival, timeZone, now, link: null };
  const text = writeText(parts, EXAMPLE);
  const { encoding, parts: split } = segmentsOf(text);
  const costly = costlyLetters(text);
  return { language, own: language in texts, text, encoding, parts: split.length, costly };
};

const find = async (db: Database, depot: DepotId, lock = ''): Promise<Settings | null> => {
  const { rows } = await db.query<Settings>(
    `select sender, time_zone as "timeZone", language, texts from depot where id = $1 ${lock}`,
    [depot],
  );
  return rows[0] ?? null;
};

const show = (settings: Settings, now: Instant): DepotMessages => ({
  language: settings.language,
  previews: languages.options.map((one) => preview(settings, one, now)),
});

/** What a depot's customers are written, in each language. Null if there is no such depot. */
export const showDepotMessages = async (
  { pool, now }: Pick<Ports, 'pool' | 'now'>,
  depot: DepotId,
): Promise<DepotMessages | null> => {
  const settings = await find(pool, depot);
  return settings === null ? null : show(settings, now());
};

/** Changes it, for messages that are written from now on. Null if there is no such depot. */
export const changeDepotMessages = (
  { pool, now }: Pick<Ports, 'pool' | 'now'>,
  operator: KnownOperator,
  depot: DepotId,
  { language, texts = {} }: MessageChanges,
): Promise<DepotMessages | null> =>
  transaction(pool, async (tx) => {
    const before = await find(tx, depot, 'for no key update');
    if (before === null) return null;
    const given = Object.entries({ ...before.texts, ...texts });
    const own = Object.fromEntries(given.filter(([, text]) => text !== null)) as DepotTexts;
    const changed = { ...before, language: language ?? before.language, texts: own };
    await tx.query('update depot set language = $2, texts = $3 where id = $1', [
      depot,
      changed.language,
      JSON.stringify(own),
    ]);
    await noteAct(tx, operator, 'messages-changed', { depot }, now());
    return show(changed, now());
  });
