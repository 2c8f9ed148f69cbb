import { expect, test } from 'vitest';
import { CHANNELS } from '../../shared/terminal/channels/contract.ts';
import { ALL, malformedFor, wellFormedFor } from './payloads.ts';

test.each(ALL)(
  'what is sent to %s as well-formed is, and what is sent as malformed is not',
  (to) => {
    expect(CHANNELS[to].safeParse(wellFormedFor(to)).success).toBe(true);
    for (const chance of [0.1, 0.5, 0.9]) {
      expect(CHANNELS[to].safeParse(malformedFor(to, () => chance)).success).toBe(false);
    }
  },
);
