import { contextBridge, ipcRenderer } from 'electron';
import type { Channel } from '../../shared/terminal/channels/names.ts';
import { makeRandom } from '../campaign.ts';
import { ALL, malformedFor, wellFormedFor } from './payloads.ts';

// What a window could do whose process is in other hands: it sends messages past the product's own
// preload script. Loaded beside it, in the world where messages can be sent.

/** How often each answer came, and what else came, in words. */
export type Answers = {
  readonly counts: Record<string, number>;
  readonly wrong: readonly string[];
};

/** What must not be in an answer that refuses: nothing but these two. */
const isBareRefusal = (answer: unknown): answer is { ok: false; error: string } =>
  typeof answer === 'object' &&
  answer !== null &&
  Object.keys(answer).sort().join() === 'error,ok' &&
  'ok' in answer &&
  answer.ok === false &&
  'error' in answer &&
  typeof answer.error === 'string';

const ask = async (channel: string, ...input: unknown[]): Promise<string> => {
  try {
    const answer: unknown = await ipcRenderer.invoke(channel, ...input);
    if (isBareRefusal(answer)) return answer.error;
    return JSON.stringify(answer);
  } catch (error) {
    return error instanceof Error ? `threw ${error.message}` : 'threw';
  }
};

const tally = () => {
  const counts: Record<string, number> = {};
  const wrong: string[] = [];
  return {
    answers: { counts, wrong },
    take: (what: string, answer: string, expected: string): void => {
      counts[answer] = (counts[answer] ?? 0) + 1;
      if (answer !== expected && wrong.length < 20) wrong.push(`${what}: ${answer}`);
    },
  };
};

const hostile = {
  /** So many malformed payloads on one channel, and what was answered. */
  malformed: async (channel: Channel, runs: number, seed: number): Promise<Answers> => {
    const { answers, take } = tally();
    const random = makeRandom(seed);
    for (let n = 0; n < runs; n += 50) {
      const batch = Array.from({ length: Math.min(50, runs - n) }, () =>
        malformedFor(channel, random),
      );
      const said = await Promise.all(batch.map((payload) => ask(channel, payload)));
      for (const answer of said) take(channel, answer, 'malformed');
    }
    return answers;
  },
  /** A well-formed request on every channel. */
  wellFormed: async (expected: string): Promise<Answers> => {
    const { answers, take } = tally();
    for (const channel of ALL) take(channel, await ask(channel, wellFormedFor(channel)), expected);
    return answers;
  },
  /** Every other way to send, and channels that there are not: nobody may listen. */
  elsewhere: async (names: readonly string[]): Promise<readonly string[]> => {
    for (const name of names) {
      ipcRenderer.send(name, {});
      ipcRenderer.postMessage(name, {}, [new MessageChannel().port1]);
      ipcRenderer.sendToHost(name, {});
    }
    const answered: string[] = [];
    for (const name of names.filter((each) => !(ALL as string[]).includes(each))) {
      const answer = await ask(name, {});
      if (!answer.startsWith('threw ')) answered.push(`${name}: ${answer}`);
    }
    return answered;
  },
};
export type Hostile = typeof hostile;

contextBridge.exposeInMainWorld('hostile', hostile);
