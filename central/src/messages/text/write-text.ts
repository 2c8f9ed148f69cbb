import {
  type DeliveryCode,
  formatDeliveryCode,
} from '../../../../shared/protocol/code/delivery-code.ts';
import { wipe } from '../../../../shared/protocol/codec/bytes.ts';
import type { Instant } from '../../../../shared/protocol/ids.ts';
import { localWindow } from './local-window.ts';
import { type Language, SENTENCES, type TextKind } from './sentences.ts';

/** A depot's own sentences, by kind and language. */
export type DepotTexts = Partial<
  Readonly<Record<TextKind, Partial<Readonly<Record<Language, string>>>>>
>;

export type TextParts = {
  readonly kind: TextKind;
  readonly sender: string;
  readonly language: Language;
  readonly texts: DepotTexts;
  readonly arrival: Instant;
  readonly timeZone: string;
  readonly now: Instant;
  /** Leads to the customer's page; null: there is none. */
  readonly link: string | null;
};

const GAP = /\{(sender|day|window)\}/g;

/** What a customer reads, before the code if there is one: the depot's own words, or the product's. */
const sentenceOf = (parts: TextParts): string => {
  const { kind, sender, language, texts, arrival, timeZone, now } = parts;
  const { texts: standard, today, onDay, window } = SENTENCES[language];
  const { isToday, day, month, from, to } = localWindow(arrival, timeZone, now);
  const gaps: Readonly<Record<string, string>> = {
    sender,
    day: isToday ? today : onDay(day, month),
    window: window(from, to),
  };
  const text = texts[kind]?.[language] ?? standard[kind];
  return text.replace(GAP, (_whole, name: string) => gaps[name] ?? '');
};

/**
 * What the customer reads: the sentence, then the code and the link on lines of their own, so that no
 * full stop joins the link and no mark of direction is needed. The code becomes a string here, because
 * a message is one. Without a code, the sentence is all.
 */
export const writeText = (parts: TextParts, code: DeliveryCode | null): string => {
  if (code === null) return sentenceOf(parts);
  const shown = formatDeliveryCode(code);
  const line = String.fromCharCode(...shown);
  wipe(shown);
  return [sentenceOf(parts), line, ...(parts.link === null ? [] : [parts.link])].join('\n');
};
