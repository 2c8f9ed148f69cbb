import type { SmsProvider } from '../ports.ts';

/** The customers' telephones: what was sent for each issue. */
export type Telephones = {
  readonly provider: SmsProvider;
  readonly textOf: (issue: string) => string | null;
};

/**
 * Telephones in memory. The outbox is a file that is read whole for each look, which a campaign's
 * thousands of messages would make slower and slower.
 */
export const makeTelephones = (): Telephones => {
  const texts = new Map<string, string>();
  return {
    provider: {
      name: 'telephones',
      send: async ({ issue, text }) => void texts.set(issue, text),
    },
    textOf: (issue) => texts.get(issue) ?? null,
  };
};
