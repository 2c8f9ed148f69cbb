import { accepted, type MessageProvider } from '../messages/message-provider.ts';

/** The customers' telephones: what was sent for each issue. */
export type Telephones = {
  readonly provider: MessageProvider;
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
      reports: false,
      start: () => {},
      send: async ({ id, text }) => {
        texts.set(id, text);
        return accepted();
      },
      readCallback: () => null,
      stop: async () => {},
    },
    textOf: (issue) => texts.get(issue) ?? null,
  };
};
