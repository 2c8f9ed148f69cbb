import type { Edit } from '../kill/bundle.ts';
import type { Mood } from './gateway.ts';
import type { Kind } from './judge-messages.ts';

/** A protection of the workers that is switched off, what messages meet, and what must be found. */
export type SwitchedOff = {
  readonly without: string;
  readonly finds: Kind;
  readonly moods: readonly Mood[];
  readonly edit: Edit;
};

const CLAIM = 'central/src/messages/claim-messages.ts';

export const CONTROLS: readonly SwitchedOff[] = [
  {
    without: 'the claim',
    finds: 'duplicated',
    moods: ['late'],
    edit: { file: CLAIM, from: 'next_at = $5 from due', to: 'next_at = least($1, $5) from due' },
  },
  {
    without: 'the end of a claim',
    finds: 'lost',
    moods: ['kill-before'],
    edit: {
      file: CLAIM,
      from: "where state in ('waiting', 'claimed') and next_at <= $1",
      to: "where state in ('waiting') and next_at <= $1",
    },
  },
  {
    without: 'the one text',
    finds: 'duplicated',
    moods: ['swallow'],
    edit: { file: CLAIM, from: 'if (before !== null) {', to: 'if (before === undefined) {' },
  },
  {
    without: 'the end of messages of what is cancelled',
    finds: 'false_accepts',
    moods: ['drop'],
    edit: {
      file: 'central/src/life/cancel-deliveries.ts',
      from: 'await endDeliveries(tx, depot, ended, now);',
      to: 'void [endDeliveries, ended];',
    },
  },
];
