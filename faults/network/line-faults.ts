import { entriesAnswer, entriesRequest, PATHS } from '../../shared/protocol/api/terminal.ts';
import { hashEntry } from '../../shared/protocol/log/chain.ts';
import {
  bytesOf,
  contentOf,
  cutPoints,
  type Message,
  statusOf,
  withBody,
  withContent,
} from './http-message.ts';
import { askCentral, type Turn } from './proxy.ts';

/** A request that central has answered, as a listener on the line would have it. */
export type Recorded = {
  readonly who: string;
  readonly path: string;
  readonly request: Message;
  readonly answer: Message;
};

/** What faults on the line are made of: the rest of a run, as far as they need it. */
export type Line = {
  readonly random: () => number;
  /** A process of central that serves. */
  readonly pick: () => Promise<string>;
  readonly kill: (url: string) => Promise<void>;
  /** Moves everybody's clock. */
  readonly advance: (ms: number) => Promise<void>;
  /** Everything that was answered, the oldest first. */
  readonly recorded: readonly Recorded[];
  /** Keeps something for later: it is done after some more requests, or when the faults are over. */
  readonly later: (act: () => Promise<void>) => void;
  /** Resolves when a request of somebody else was answered, or nobody else is docking. */
  readonly untilOther: (who: string) => Promise<void>;
  /** Holds the deliveries of the run in the database while something is done. */
  readonly whileHeld: (act: (untilWaiting: Promise<void>) => Promise<void>) => Promise<void>;
  readonly undetected: (what: string) => void;
};

type Fault = (turn: Turn, line: Line) => Promise<void>;

const PAST_THE_WINDOW_MS = 6 * 60_000;

const oneOf = <T>({ random }: Line, from: readonly T[]): T | undefined =>
  from[Math.floor(random() * from.length)];

/** A byte at which a message is cut: mostly one that matters, sometimes any. */
const cutAt = (line: Line, message: Message): number => {
  const bytes = bytesOf(message);
  const any = Math.floor(line.random() * bytes.length);
  return line.random() < 0.8 ? (oneOf(line, cutPoints(bytes)) ?? any) : any;
};

const ask = async (line: Line, request: Message): Promise<Message | null> =>
  askCentral(await line.pick(), request);

const isGood = (answer: Message | null): boolean => answer !== null && statusOf(answer) < 300;

const give = ({ reply, cut }: Turn, answer: Message | null): void => {
  if (answer === null) cut('reset');
  else reply(answer);
};

/** Central must refuse this, for it is not what the terminal signed, or it was said before. */
const mustRefuse = async (line: Line, what: string, request: Message): Promise<Message | null> => {
  const answer = await ask(line, request);
  if (isGood(answer)) line.undetected(`central took ${what}: ${request.start}`);
  return answer;
};

/** Nothing is done to it. */
export const pass: Fault = async (turn, line) => give(turn, await ask(line, turn.request));

/** Other bodies that the head of a request was not signed for. */
const otherBodies = ({ request, who }: Turn, { recorded }: Line): readonly Buffer[] => {
  const others = recorded
    .filter((one) => one.who !== who && one.request.body.length > 0)
    .map((one) => contentOf(one.request));
  const read = entriesRequest.safeParse(JSON.parse(contentOf(request).toString('utf8') || 'null'));
  if (!read.success || read.data.entries.length < 2) return others;
  const { entries } = read.data;
  const changed = [[...entries].reverse(), entries.slice(1), entries.slice(0, -1)];
  return [...others, ...changed.map((some) => Buffer.from(JSON.stringify({ entries: some })))];
};

/** A receipt for everything that is handed in, as whoever has only seen another one can make it. */
const forgedReceipt = ({ request, path }: Turn, { answer }: Recorded): Buffer | null => {
  const given = entriesAnswer.safeParse(JSON.parse(contentOf(answer).toString('utf8')));
  const asked = entriesRequest.safeParse(JSON.parse(contentOf(request).toString('utf8') || 'null'));
  const last = asked.data?.entries.at(-1);
  if (path !== PATHS.entries || !given.success || last === undefined) return null;
  const { receipt } = given.data;
  const { sequence } = last.entry;
  const named = { acknowledged: sequence, hash: hashEntry(last.entry) };
  const document = { ...(receipt.document as object), ...named };
  return Buffer.from(JSON.stringify({ receipt: { ...receipt, document }, findings: [] }));
};

/** What a network does that loses, delays, doubles and reorders, and processes that are killed. */
const HONEST = {
  'cut-request': async ({ request, cut }, line) => {
    await askCentral(await line.pick(), request, { upTo: cutAt(line, request) });
    cut('reset');
  },
  /** Central does what it is asked, and nobody hears of it. */
  'cut-before-answer': async ({ request, cut }, line) => {
    await ask(line, request);
    cut(line.random() < 0.5 ? 'reset' : 'end');
  },
  'cut-answer': async (turn, line) => {
    const answer = await ask(line, turn.request);
    if (answer === null) turn.cut('reset');
    else turn.reply(answer, cutAt(line, answer));
  },
  /** It comes after what was asked later. */
  late: async ({ request, cut }, line) => {
    line.later(async () => void (await ask(line, request)));
    cut('reset');
  },
  /** It comes so late that nobody can say whether it was said now. */
  stale: async ({ request, cut }, line) => {
    line.later(async () => {
      await line.advance(PAST_THE_WINDOW_MS);
      await mustRefuse(line, 'a request of long ago', request);
    });
    cut('reset');
  },
  double: async (turn, line) => {
    const both = await Promise.all([ask(line, turn.request), ask(line, turn.request)]);
    if (both.every(isGood)) line.undetected(`central took a request twice: ${turn.request.start}`);
    give(turn, oneOf(line, both) ?? null);
  },
  pieces: async ({ request, replyInPieces, cut }, line) => {
    const ends = cutPoints(bytesOf(request));
    const answer = await askCentral(await line.pick(), request, { ends });
    if (answer === null) cut('reset');
    else await replyInPieces(answer, cutPoints(bytesOf(answer)));
  },
  /** The terminal has to give up by itself; central has been asked, or not. */
  silence: async ({ request, closed }, line) => {
    if (line.random() < 0.5) await ask(line, request);
    await closed;
  },
  /** What others ask later comes before it. */
  swap: async (turn, line) => {
    await line.untilOther(turn.who);
    await pass(turn, line);
  },
  'kill-at-request': async ({ request, cut }, line) => {
    const url = await line.pick();
    await askCentral(url, request, { upTo: cutAt(line, request) });
    await line.kill(url);
    cut('reset');
  },
  /** In the middle of the transaction that takes what is handed in, if anything is handed over. */
  'kill-in-transaction': async (turn, line) => {
    const url = await line.pick();
    await line.whileHeld(async (untilWaiting) => {
      const asked = askCentral(url, turn.request);
      const answer = await Promise.race([asked, untilWaiting.then(() => 'waits' as const)]);
      if (answer === 'waits') await line.kill(url);
    });
    turn.cut('reset');
  },
  /** It has done what it was asked, and dies before anybody hears of it. */
  'kill-before-answer': async ({ request, cut }, line) => {
    const url = await line.pick();
    await askCentral(url, request);
    await line.kill(url);
    cut('end');
  },
  'kill-amid-answer': async (turn, line) => {
    const url = await line.pick();
    const answer = await askCentral(url, turn.request);
    await line.kill(url);
    if (answer === null) turn.cut('reset');
    else turn.reply(answer, cutAt(line, answer));
  },
} as const satisfies Readonly<Record<string, Fault>>;

/** What somebody does who stands between and has seen everything, but has nobody's key. */
const HOSTILE = {
  'replay-request': async (turn, line) => {
    const again = oneOf(line, line.recorded);
    if (again !== undefined) await mustRefuse(line, 'a request again', again.request);
    await pass(turn, line);
  },
  /** An answer of another time. */
  'replay-answer': async (turn, line) => {
    const own = line.recorded.filter(({ who, path }) => who === turn.who && path === turn.path);
    const before = oneOf(line, own);
    if (before === undefined) await pass(turn, line);
    else turn.reply(before.answer);
  },
  /** What another terminal was answered, or another question. */
  'other-answer': async (turn, line) => {
    const others = line.recorded.filter(({ who, path }) => who !== turn.who || path !== turn.path);
    const alike = others.filter(({ path }) => path === turn.path);
    const other = oneOf(line, alike.length > 0 && line.random() < 0.7 ? alike : others);
    if (other === undefined) await pass(turn, line);
    else turn.reply(other.answer);
  },
  /** A part of the body, with a length that says that it is all of it. */
  'short-request': async (turn, line) => {
    const { body } = turn.request;
    const upTo = Math.floor(line.random() * body.length);
    if (body.length === 0) return pass(turn, line);
    const short = withBody(turn.request, body.subarray(0, upTo));
    give(turn, await mustRefuse(line, 'a part of a request', short));
  },
  'short-answer': async (turn, line) => {
    const answer = await ask(line, turn.request);
    if (answer === null || answer.body.length === 0) return give(turn, answer);
    const upTo = Math.floor(line.random() * answer.body.length);
    turn.reply(withBody(answer, answer.body.subarray(0, upTo)));
  },
  'other-body': async (turn, line) => {
    const body = contentOf(turn.request);
    const other = oneOf(line, body.length === 0 ? [] : otherBodies(turn, line));
    if (other === undefined || other.equals(body)) return pass(turn, line);
    const altered = withContent(turn.request, other);
    give(turn, await mustRefuse(line, 'another body than was signed', altered));
  },
  /** Says that everything has come, and keeps it. */
  'forged-receipt': async (turn, line) => {
    for (const before of line.recorded.filter(({ path }) => path === turn.path)) {
      const forged = before.who === turn.who ? forgedReceipt(turn, before) : null;
      if (forged !== null) return turn.reply(withContent(before.answer, forged));
    }
    await pass(turn, line);
  },
} as const satisfies Readonly<Record<string, Fault>>;

export const FAULTS = { ...HONEST, ...HOSTILE };
export type FaultName = keyof typeof FAULTS;
export const FAULT_NAMES = Object.keys(FAULTS) as readonly FaultName[];

/** After these a terminal may ask for a person: somebody has lied to it. After all others not. */
export const isLie = (fault: FaultName): boolean => fault in HOSTILE;

/** Costs a process, which takes seconds to start. */
export const isKill = (fault: FaultName): boolean => fault.startsWith('kill-');
