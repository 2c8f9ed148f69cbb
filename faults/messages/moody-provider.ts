import {
  accepted,
  type OutgoingMessage,
  type ProviderAnswer,
  refused,
  tryAgain,
} from '../../central/src/messages/message-provider.ts';
import {
  makeScriptedProvider,
  type ScriptedProvider,
} from '../../central/src/messages/testing/scripted-provider.fake.ts';

/**
 * What a provider does with a message: takes it; takes it and says so late; takes it and never says
 * so; loses it and says nothing; is busy; throws; refuses it for good; says that it took what it lost.
 */
export const MOODS = ['take', 'late', 'swallow', 'drop', 'busy', 'throw', 'refuse', 'lie'] as const;
export type Mood = (typeof MOODS)[number];

/** What it says afterwards. */
export const WORDS = ['nothing', 'delivered', 'twice', 'before'] as const;
export type Word = (typeof WORDS)[number];

export type Plan = { readonly moods: Mood[]; readonly word: Word };

export type MoodyProvider = {
  readonly provider: ScriptedProvider['provider'];
  /** What came to telephones, in order. */
  readonly taken: OutgoingMessage[];
  /** By depot and the last digits of the number. Where a plan ends, everything is taken. */
  readonly plans: Map<string, Plan>;
};

export const planKey = (depot: string, to: string): string => `${depot}/${to.slice(-3)}`;

/** A provider with moods. */
export const makeMoodyProvider = (): MoodyProvider => {
  const taken: OutgoingMessage[] = [];
  const plans = new Map<string, Plan>();

  const say = async (id: string, word: Word): Promise<void> => {
    if (word === 'nothing') return;
    await script.report(id, { kind: 'delivered' });
    if (word === 'twice') await script.report(id, { kind: 'delivered' });
  };
  const take = async (message: OutgoingMessage, word: Word): Promise<ProviderAnswer> => {
    taken.push(message);
    if (word === 'before') await say(message.id, word);
    else setImmediate(() => void say(message.id, word).catch(() => {}));
    return accepted(message.id);
  };
  const answer = async (message: OutgoingMessage): Promise<ProviderAnswer> => {
    const plan = plans.get(planKey(message.depot, message.to));
    const mood = plan?.moods.shift() ?? 'take';
    const word = plan?.word ?? 'nothing';
    switch (mood) {
      case 'take':
        return take(message, word);
      case 'late':
        await new Promise((resolve) => setTimeout(resolve, 20));
        return take(message, word);
      case 'swallow':
        taken.push(message);
        return tryAgain('no-answer');
      case 'drop':
        return tryAgain('no-answer');
      case 'busy':
        return tryAgain('busy');
      case 'throw':
        throw new Error('a provider that does not keep to its contract');
      case 'refuse':
        return refused('bad-number');
      case 'lie':
        return accepted(message.id);
    }
  };
  const script = makeScriptedProvider(answer);
  return { provider: script.provider, taken, plans };
};
