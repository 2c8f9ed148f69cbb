import {
  type DeliveryCode,
  formatDeliveryCode,
} from '../../../shared/protocol/code/delivery-code.ts';
import { wipe } from '../../../shared/protocol/codec/bytes.ts';
import type { Instant, ShortId } from '../../../shared/protocol/ids.ts';

export type TextParts = {
  readonly sender: string;
  readonly shortId: ShortId;
  readonly arrival: Instant;
  readonly timeZone: string;
};

const timeOf = (arrival: Instant, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }).format(arrival);

/** What the customer reads, the link last. The code becomes a string here: a message is one. */
export const writeText = (
  { sender, shortId, arrival, timeZone }: TextParts,
  code: DeliveryCode,
  link: string | null,
): string => {
  const shown = formatDeliveryCode(code);
  const text = `${sender}: your delivery ${shortId} is expected ${timeOf(arrival, timeZone)}. Show the driver this code only when you see your parcel: ${String.fromCharCode(...shown)}`;
  wipe(shown);
  return link === null ? text : `${text}\n${link}`;
};
