import { makeDeliveryCode } from '../../../shared/protocol/code/delivery-code.ts';
import type { DepotId, Instant, ShortId } from '../../../shared/protocol/ids.ts';
import type { KnownOperator } from '../actors.ts';
import { HOUR, later, MINUTE } from '../clock.ts';
import { type Database, transaction } from '../database/pool.ts';
import { noteAct } from '../operators/acts.ts';
import type { Ports } from '../ports.ts';
import { linkOf } from './text/link-of.ts';
import { costlyLetters, segmentsOf } from './text/segments.ts';
import {
  type Language,
  language as languages,
  SENTENCES,
  type TextKind,
  textKind,
} from './text/sentences.ts';
import { type DepotTexts, writeText } from './text/write-text.ts';

type Settings = {
  readonly sender: string;
  readonly timeZone: string;
  readonly language: Language;
  readonly texts: DepotTexts;
  readonly codeKeptMs: number;
};

/** A text as a customer would get it now, and what it costs. */
export type Preview = {
  readonly kind: TextKind;
  readonly language: Language;
  /** Whether the words are the depot's own. */
  readonly own: boolean;
  /** Those words, with {sender}, {day} and {window} in them. */
  readonly words: string;
  readonly text: string;
  readonly encoding: 'gsm' | 'ucs2';
  /** How many messages a network counts, and charges. */
  readonly parts: number;
  /** The letters without which it would be fewer. */
  readonly costly: readonly string[];
};

export type DepotMessages = {
  readonly language: Language;
  /** How long a code is kept after a provider has taken its message. */
  readonly keepCodeMinutes: number;
  readonly previews: readonly Preview[];
};

export type MessageChanges = {
  readonly language?: Language | undefined;
  readonly keepCodeMinutes?: number | undefined;
  /** The depot's own words; null: the product's again. */
  readonly texts?:
    | Partial<Record<TextKind, Partial<Record<Language, string | null | undefined>> | undefined>>
    | undefined;
};

const EXAMPLE = makeDeliveryCode(new Uint8Array(9).fill(7));

/** What the code and the link stand under. */
const HAS_CODE: ReadonlySet<TextKind> = new Set(['code', 'void']);

const EXAMPLE_ID = '7K2QF9' as ShortId;

const preview = (
  { sender, timeZone, texts }: Settings,
  kind: TextKind,
  language: Language,
  page: string,
  now: Instant,
): Preview => {
  const arrival = later(now, 2 * HOUR);
  const facts = {
    shortId: EXAMPLE_ID,
    arrival,
    notAfter: later(now, 8 * HOUR),
    timeZone,
    language,
  };
  const link = linkOf(page, facts, EXAMPLE);
  const parts = { kind, sender, language, texts, arrival, timeZone, now, link };
  const text = writeText(parts, HAS_CODE.has(kind) ? EXAMPLE : null);
  const { encoding, parts: split } = segmentsOf(text);
  const costly = costlyLetters(text);
  const given = texts[kind]?.[language];
  const words = given ?? SENTENCES[language].texts[kind];
  return {
    kind,
    language,
    own: given !== undefined,
    words,
    text,
    encoding,
    parts: split.length,
    costly,
  };
};

const find = async (db: Database, depot: DepotId, lock = ''): Promise<Settings | null> => {
  const { rows } = await db.query<Settings>(
    `select sender, time_zone as "timeZone", language, texts,
       code_kept_ms as "codeKeptMs" from depot where id = $1 ${lock}`,
    [depot],
  );
  return rows[0] ?? null;
};

const show = (settings: Settings, page: string, now: Instant): DepotMessages => ({
  language: settings.language,
  keepCodeMinutes: settings.codeKeptMs / MINUTE,
  previews: textKind.options.flatMap((kind) =>
    languages.options.map((one) => preview(settings, kind, one, page, now)),
  ),
});

/** What a depot's customers are written, in each language. Null if there is no such depot. */
export const showDepotMessages = async (
  { pool, now, pageUrl }: Pick<Ports, 'pool' | 'now' | 'pageUrl'>,
  depot: DepotId,
): Promise<DepotMessages | null> => {
  const settings = await find(pool, depot);
  return settings === null ? null : show(settings, pageUrl(), now());
};

/** A depot's own words with what was given; those that are null are the product's again. */
const withOwn = (before: DepotTexts, given: NonNullable<MessageChanges['texts']>): DepotTexts =>
  Object.fromEntries(
    textKind.options.flatMap((kind) => {
      const all = Object.entries({ ...before[kind], ...given[kind] });
      const own = all.filter(([, text]) => typeof text === 'string');
      return own.length === 0 ? [] : [[kind, Object.fromEntries(own)]];
    }),
  );

/** Changes it, for messages that are written from now on. Null if there is no such depot. */
export const changeDepotMessages = (
  { pool, now, pageUrl }: Pick<Ports, 'pool' | 'now' | 'pageUrl'>,
  operator: KnownOperator,
  depot: DepotId,
  { language, texts = {}, keepCodeMinutes }: MessageChanges,
): Promise<DepotMessages | null> =>
  transaction(pool, async (tx) => {
    const before = await find(tx, depot, 'for no key update');
    if (before === null) return null;
    const own = withOwn(before.texts, texts);
    const changed: Settings = {
      ...before,
      language: language ?? before.language,
      texts: own,
      codeKeptMs: keepCodeMinutes === undefined ? before.codeKeptMs : keepCodeMinutes * MINUTE,
    };
    await tx.query('update depot set language = $2, texts = $3, code_kept_ms = $4 where id = $1', [
      depot,
      changed.language,
      JSON.stringify(own),
      changed.codeKeptMs,
    ]);
    await noteAct(tx, operator, 'messages-changed', { depot }, now());
    return show(changed, pageUrl(), now());
  });
