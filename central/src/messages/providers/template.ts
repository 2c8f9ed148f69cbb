import type { OutgoingMessage } from '../message-provider.ts';
import { senderId } from './sender-id.ts';

/** What a template may have in braces. `digits` is the number without its +. */
const GAPS = ['to', 'digits', 'text', 'sender', 'id', 'report'] as const;
export type Gap = (typeof GAPS)[number];
export type Gaps = Readonly<Record<Gap, string>>;

const GAP = /\{([a-z]+)\}/g;

/** What stands in braces in a template and is no gap. */
export const unknownGaps = (template: string): string[] =>
  [...template.matchAll(GAP)]
    .map(([, name = '']) => name)
    .filter((name) => !GAPS.some((gap) => gap === name));

/** What a message puts into a template's gaps. */
export const gapsOf = ({ to, text, sender, id, reportUrl }: OutgoingMessage): Gaps => ({
  to,
  digits: to.replace(/^\+/, ''),
  text,
  sender: senderId(sender) ?? '',
  id,
  report: reportUrl ?? '',
});

/** Fills the gaps of a template, once: what stands in a message is no template. */
export const fill = (
  template: string,
  gaps: Gaps,
  escaped: (value: string) => string = (value) => value,
): string =>
  template.replace(GAP, (whole, name: string) =>
    name in gaps ? escaped(gaps[name as Gap]) : whole,
  );

/** Fills every text of a JSON value. */
export const fillAll = (value: unknown, gaps: Gaps): unknown => {
  if (typeof value === 'string') return fill(value, gaps);
  if (Array.isArray(value)) return value.map((one) => fillAll(one, gaps));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, fillAll(member, gaps)]),
  );
};
