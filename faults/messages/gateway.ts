import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';

/**
 * What a gateway does with a message: takes it; takes it and says so late; takes it and hangs up;
 * loses it and hangs up; takes it and never answers; is busy; answers what nobody understands; refuses
 * it for good; says that it took what it lost.
 */
export const MOODS = [
  'take',
  'late',
  'swallow',
  'drop',
  'busy',
  'garble',
  'refuse',
  'lie',
] as const;
/**
 * What happens to the worker meanwhile: it is killed before the message has come, after it was taken,
 * or while it marks what it was answered. `act`: a person changes the delivery at that moment.
 */
export const EVENTS = ['kill-before', 'kill-after', 'kill-in-mark', 'act'] as const;
export type Mood = (typeof MOODS)[number] | (typeof EVENTS)[number] | 'hang';

/** What it says afterwards. */
export const WORDS = ['nothing', 'delivered', 'twice', 'before'] as const;
export type Word = (typeof WORDS)[number];

export type Plan = {
  readonly moods: Mood[];
  readonly word: Word;
  /** What a person does with the delivery. */
  readonly act: () => Promise<void>;
};

/** A message that came to a telephone. */
export type Taken = {
  readonly id: string;
  readonly to: string;
  readonly text: string;
  readonly worker: string;
  /** Nobody could know that it was taken: it may come again. */
  isUncertain: boolean;
};

/** What a gateway needs to end a worker at the right moment. */
export type Hands = {
  /** Ends a worker; gives the messages that it had in its hands. */
  readonly kill: (worker: string) => Promise<ReadonlySet<string>>;
  /** Holds a message in the database until a worker waits for it, or was killed meanwhile. */
  readonly whileHeld: (
    message: string,
    worker: string,
    act: (untilWaiting: () => Promise<void>) => Promise<void>,
  ) => Promise<void>;
};

export type Gateway = {
  /** The settings of central's provider `http`, for one worker. */
  readonly settingsOf: (worker: string) => unknown;
  /** By the message's id. Where a plan ends, everything is taken. */
  readonly plans: Map<string, Plan>;
  /** In order. */
  readonly taken: Taken[];
  /** What was in the hands of workers that were killed. */
  readonly killed: Set<string>;
  /** Ends a worker, and notes what it had in its hands. */
  readonly kill: (worker: string) => Promise<void>;
  readonly use: (hands: Hands) => void;
  /** Whether it answers, or reports, at this moment. */
  readonly isBusy: () => boolean;
  readonly stop: () => Promise<void>;
};

const sent = z.object({ id: z.uuid(), to: z.string(), text: z.string(), report: z.string() });
type Sent = z.infer<typeof sent>;

/** Longer than a worker waits between two looks for messages. */
const LATE_MS = 700;
const SECRET = 'the-gateways-word';

const readBody = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const piece of request) text += String(piece);
  return text;
};

/** A gateway with moods, at an address of its own. */
export const startGateway = async (): Promise<Gateway> => {
  const plans = new Map<string, Plan>();
  const taken: Taken[] = [];
  const killed = new Set<string>();
  const dead = new Set<string>();
  let hands: Hands | null = null;
  let busy = 0;

  const kill = async (worker: string): Promise<void> => {
    dead.add(worker);
    const inHand = await hands?.kill(worker);
    for (const id of inHand ?? []) killed.add(id);
    for (const one of taken) {
      if (one.worker === worker && inHand?.has(one.id)) one.isUncertain = true;
    }
  };
  const report = async ({ id, report: url }: Sent, word: Word): Promise<void> => {
    const times = { nothing: 0, delivered: 1, before: 1, twice: 2 }[word];
    for (let n = 0; n < times; n++) {
      await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-gateway': SECRET },
        body: JSON.stringify({ id: `gateway-${id}`, status: 'delivered' }),
      });
    }
  };
  const answer = async (message: Sent, worker: string, response: ServerResponse): Promise<void> => {
    const plan = plans.get(message.id);
    const word = plan?.word ?? 'nothing';
    const take = (isUncertain = false): void => {
      const { id, to, text } = message;
      // What a worker had sent before it died may be read after it.
      taken.push({ id, to, text, worker, isUncertain: isUncertain || dead.has(worker) });
    };
    const say = (status: number, text: string): void => void response.writeHead(status).end(text);
    const accept = async (): Promise<void> => {
      if (word === 'before') await report(message, word);
      say(200, JSON.stringify({ id: `gateway-${message.id}` }));
      if (word !== 'before') await report(message, word);
    };
    const mood = plan?.moods.shift() ?? 'take';
    switch (mood) {
      case 'take':
        take();
        return accept();
      case 'late':
        take();
        await new Promise((resolve) => setTimeout(resolve, LATE_MS));
        return accept();
      case 'swallow':
        take(true);
        return void response.destroy();
      case 'hang':
        take(true);
        await new Promise((resolve) => response.once('close', resolve));
        return;
      case 'drop':
        return void response.destroy();
      case 'busy':
        return say(503, '');
      case 'garble':
        return say(200, '<html>');
      case 'refuse':
        return say(422, '');
      case 'lie':
        return accept();
      case 'kill-before':
        return kill(worker);
      case 'kill-after':
        take();
        return kill(worker);
      case 'kill-in-mark':
        take();
        return hands?.whileHeld(message.id, worker, async (untilWaiting) => {
          say(200, JSON.stringify({ id: `gateway-${message.id}` }));
          await untilWaiting();
          await kill(worker);
        });
      case 'act':
        take();
        await plan?.act();
        return accept();
    }
  };
  const server = createServer((request, response) => {
    busy++;
    const worker = String(request.headers['x-worker']);
    readBody(request)
      .then((text) => answer(sent.parse(JSON.parse(text)), worker, response))
      .catch(() => void response.destroy())
      .finally(() => {
        busy--;
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the gateway has no port');
  return {
    settingsOf: (worker) => ({
      provider: 'http',
      url: `http://127.0.0.1:${address.port}/send`,
      headers: { 'x-worker': worker },
      json: { id: '{id}', to: '{to}', text: '{text}', report: '{report}' },
      accepted: { id: '/id' },
      reports: {
        header: 'x-gateway',
        secret: SECRET,
        id: 'id',
        status: 'status',
        delivered: ['delivered'],
      },
    }),
    plans,
    taken,
    killed,
    kill,
    use: (given) => {
      hands = given;
    },
    isBusy: () => busy > 0,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
