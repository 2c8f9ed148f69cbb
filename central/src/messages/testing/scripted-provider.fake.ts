import {
  accepted,
  type Fate,
  type MessageProvider,
  type OutgoingMessage,
  type ProviderAnswer,
  type TakeReport,
} from '../message-provider.ts';

/** A provider that answers as a test says, and remembers what it was given. */
export type ScriptedProvider = {
  readonly provider: MessageProvider;
  readonly sent: OutgoingMessage[];
  /** Has it report by itself, as a message centre does. */
  readonly report: (id: string, fate: Fate) => Promise<'kept' | 'unknown'>;
};

const FATES: Readonly<Record<string, Fate>> = {
  delivered: { kind: 'delivered' },
  failed: { kind: 'failed', why: 'unreachable-number' },
};

/** Takes every message at once, unless `answer` says otherwise. */
export const makeScriptedProvider = (
  answer: (message: OutgoingMessage, deadline: AbortSignal) => Promise<ProviderAnswer> = async ({
    id,
  }) => accepted(`scripted-${id}`),
): ScriptedProvider => {
  const sent: OutgoingMessage[] = [];
  let takeReport: TakeReport = async () => 'unknown';
  return {
    sent,
    report: (id, fate) => takeReport({ id, fate }),
    provider: {
      name: 'scripted',
      reports: true,
      start: (take) => {
        takeReport = take;
      },
      send: (message, deadline) => {
        sent.push(message);
        return answer(message, deadline);
      },
      readCallback: ({ query }) => {
        const fate = FATES[query['status'] ?? ''];
        return fate === undefined ? null : { id: query['id'] ?? null, fate };
      },
      stop: async () => {},
    },
  };
};
