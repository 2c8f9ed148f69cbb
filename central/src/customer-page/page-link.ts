import { type PageFacts, writePageFragment } from '../../../shared/protocol/link/page-fragment.ts';
import { offsetAt } from '../../../shared/protocol/time/zoned-day.ts';

const MINUTE = 60_000;

/** What a delivery and its issue say, and where the depot's clocks are. */
export type LinkFacts = Omit<PageFacts, 'offsets'> & { readonly timeZone: string };

/**
 * The link to the customer's page for one code. All that it says is in the fragment, which no
 * browser sends to a server. It is text with the code in it: a message, never a log.
 *
 * @param page the page's public address, as `pageUrl` of the configuration has it
 * @returns null for what a fragment cannot say, such as a code that is good for more than 91 days
 */
export const pageLink = (page: string, { timeZone, ...facts }: LinkFacts): string | null => {
  const fragment = writePageFragment({
    ...facts,
    offsets: [offsetAt(facts.from, timeZone) / MINUTE, offsetAt(facts.notAfter, timeZone) / MINUTE],
  });
  return fragment === null ? null : `${page}#${fragment}`;
};
