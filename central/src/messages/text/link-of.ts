import type { DeliveryCode } from '../../../../shared/protocol/code/delivery-code.ts';
import type { Instant, ShortId } from '../../../../shared/protocol/ids.ts';
import { pageLink } from '../../customer-page/page-link.ts';
import { windowOf } from './local-window.ts';
import type { Language } from './sentences.ts';

/** What the link of a message is made of, beside the code. */
export type LinkParts = {
  readonly shortId: ShortId;
  readonly arrival: Instant;
  readonly notAfter: Instant;
  readonly timeZone: string;
  readonly language: Language;
};

/** The link to the customer's page, with the window that the message says. Null: see `pageLink`. */
export const linkOf = (
  page: string,
  { shortId, arrival, notAfter, timeZone, language }: LinkParts,
  code: DeliveryCode,
): string | null => {
  const expected = windowOf(arrival, timeZone);
  return pageLink(page, { shortId, code, ...expected, notAfter, timeZone, language });
};
