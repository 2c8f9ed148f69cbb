import type { FragmentProblem, PageFacts } from '../../shared/protocol/link/page-fragment.ts';
import { element } from './dom.ts';
import { shareOf } from './share-link.ts';
import { codeOf } from './show-code.ts';
import { endOf, expectedOf, isOver } from './when.ts';
import type { Words } from './words/words.ts';

const isElsewhere = ({ from, offsets: [offset] }: PageFacts): boolean =>
  -new Date(from).getTimezoneOffset() !== offset;

/** The code stays where it is when it is over: the driver's device decides, by a better clock. */
const validityOf = (facts: PageFacts, now: number, words: Words): HTMLElement => {
  const end = endOf(facts, now, words);
  return isOver(facts, now)
    ? element(
        'p',
        { class: 'over', role: 'alert' },
        element('strong', {}, words.over(end)),
        ` ${words.overNext}`,
      )
    : element('p', { class: 'valid' }, words.validUntil(end));
};

const expectedPart = (facts: PageFacts, now: number, words: Words): HTMLElement => {
  const { comes, date, time } = expectedOf(facts, now, words);
  return element(
    'div',
    { class: 'expected' },
    element('h1', {}, comes),
    element('p', { class: 'time' }, time),
    element('p', { class: 'date' }, date),
    ...(isElsewhere(facts) ? [element('p', { class: 'quiet' }, words.elsewhere)] : []),
  );
};

/** All that a customer sees of a link that is whole. */
export const showDelivery = (facts: PageFacts, now: number, words: Words): HTMLElement[] => {
  const over = isOver(facts, now);
  const validity = validityOf(facts, now, words);
  const ticket = element(
    'section',
    { class: 'ticket' },
    ...(over ? [validity] : []),
    expectedPart(facts, now, words),
    element('p', { class: 'only' }, words.onlyWhenSeen),
    codeOf(facts, words),
    ...(over ? [] : [validity]),
    element(
      'p',
      { class: 'quiet' },
      `${words.delivery} `,
      element('bdi', { dir: 'ltr' }, facts.shortId),
    ),
  );
  const more = element(
    'div',
    { class: 'more' },
    shareOf(words),
    element(
      'section',
      {},
      element('h2', {}, words.nobodyHome.title),
      element('p', {}, words.nobodyHome.about),
    ),
    element('p', { class: 'quiet' }, words.privacy),
  );
  return [ticket, more];
};

/** What a person can do whose link is none. */
export const showProblem = (problem: FragmentProblem, words: Words): HTMLElement[] => {
  const { what, next } = words.problem[problem];
  return [
    element(
      'section',
      { class: 'ticket problem' },
      element('h1', {}, what),
      element('p', {}, next),
    ),
  ];
};
