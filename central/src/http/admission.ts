import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from './problems.ts';

/** What bounds dockings. */
export type AdmissionLimits = {
  /** Terminals that dock at one time; a terminal keeps its place from one request to its next. */
  readonly places: number;
  /** Requests that are worked on at one time; the others of those with a place wait in line. */
  readonly atOnce: number;
  /** How long a place is kept for a terminal that asks for nothing, in milliseconds. */
  readonly idleMs: number;
};

const LIMITS: AdmissionLimits = { places: 24, atOnce: 8, idleMs: 1_000 };
/** One terminal asks for one thing after another; more at once is not a docking. */
const MOST_OF_ONE = 4;
const FIRST_GUESS_MS = 2_000;
const LONGEST_WAIT_MS = 30_000;

type Place = { requests: number; since: number; until: number };

export type Admission = {
  /** Waits for the line, or says after how many milliseconds to come again. */
  readonly enter: (who: string) => Promise<{ readonly waitMs: number } | null>;
  /** The work on a request that was let in is over: the next in line has its turn. */
  readonly worked: () => void;
  /** Its answer was taken, after that; `keep`: its terminal may have more to ask. */
  readonly leave: (who: string, keep: boolean) => void;
};

/**
 * Admits terminals to dockings, so that those that dock get through and others know when to come. Who
 * is not admitted is told a moment of its own, after all others that were told one: as far apart as
 * dockings take. Nothing that a terminal asks for is dropped in the middle of its docking.
 * `now`: milliseconds of a clock that only runs forward.
 */
export const makeAdmission = (now: () => number, limits: AdmissionLimits = LIMITS): Admission => {
  const places = new Map<string, Place>();
  const told = new Map<string, number>();
  const line: (() => void)[] = [];
  let running = 0;
  let lastMoment = 0;
  let typicalMs = FIRST_GUESS_MS;

  const forget = (moment: number): void => {
    for (const [who, place] of places) {
      if (place.requests > 0 || place.until > moment) continue;
      places.delete(who);
      typicalMs += (place.until - limits.idleMs - place.since - typicalMs) / 16;
    }
    for (const [who, at] of told) if (at + LONGEST_WAIT_MS < moment) told.delete(who);
  };

  /** The moment that this terminal is told: the one that it was told before, if it came too early. */
  const momentFor = (who: string, moment: number): number => {
    const before = told.get(who);
    if (before !== undefined && before > moment) return before;
    const apart = Math.max(1, typicalMs / limits.places);
    lastMoment = Math.min(Math.max(lastMoment + apart, moment + 1_000), moment + LONGEST_WAIT_MS);
    told.set(who, lastMoment);
    return lastMoment;
  };

  return {
    enter: async (who) => {
      const moment = now();
      let place = places.get(who);
      if (place === undefined || place.until <= moment) forget(moment);
      place = places.get(who);
      const isFull =
        place === undefined ? places.size >= limits.places : place.requests >= MOST_OF_ONE;
      if (isFull) return { waitMs: momentFor(who, moment) - moment };
      told.delete(who);
      place ??= { requests: 0, since: moment, until: moment };
      places.set(who, place);
      place.requests++;
      if (running >= limits.atOnce) await new Promise<void>((resume) => line.push(resume));
      else running++;
      return null;
    },
    worked: () => {
      const next = line.shift();
      if (next === undefined) running--;
      else next();
    },
    leave: (who, keep) => {
      const place = places.get(who);
      if (place === undefined) return;
      place.requests--;
      place.until = now() + limits.idleMs;
      if (!keep && place.requests === 0) places.delete(who);
    },
  };
};

/** Whom a request says that it is of; that it is, is for its signature to say. */
const whoAsks = ({ headers }: FastifyRequest): string => {
  const input = headers['signature-input'];
  return (typeof input === 'string' && /;keyid="([^"]{1,64})"/.exec(input)?.[1]) || 'nobody';
};

/** What an answer is given to be taken, in milliseconds: as long as a request is to come. */
const ANSWER_MS = 60_000;

type Admitted = { readonly who: string; isWorkedOn: boolean; deadline: NodeJS.Timeout | null };

/**
 * The hooks of routes that only admitted terminals get to. A request enters when all of it has come,
 * before its signature is looked at: one that never ends takes no place. While its answer travels the
 * next one is worked on; who does not take theirs in `answerMs` loses connection and place.
 */
export const admissionHooks = (admission: Admission, answerMs = ANSWER_MS) => {
  const admitted = new WeakMap<FastifyRequest, Admitted>();
  const endWork = (one: Admitted): void => {
    if (one.isWorkedOn) admission.worked();
    one.isWorkedOn = false;
  };
  const leave = (request: FastifyRequest, reply: FastifyReply): void => {
    const one = admitted.get(request);
    if (one === undefined) return;
    admitted.delete(request);
    if (one.deadline !== null) clearTimeout(one.deadline);
    endWork(one);
    // One whose signature is not taken has no place to keep.
    admission.leave(one.who, reply.statusCode !== 401);
  };
  return {
    preValidation: async (request: FastifyRequest, reply: FastifyReply) => {
      const who = whoAsks(request);
      const refused = await admission.enter(who);
      if (refused === null) {
        admitted.set(request, { who, isWorkedOn: true, deadline: null });
        // A connection that breaks gets no answer, here or while it waited in line.
        if (reply.raw.closed) leave(request, reply);
        else reply.raw.once('close', () => leave(request, reply));
        return undefined;
      }
      reply.header('retry-after', String(Math.ceil(refused.waitMs / 1_000)));
      return sendProblem(reply, 'busy');
    },
    onSend: async (request: FastifyRequest): Promise<void> => {
      const one = admitted.get(request);
      if (one === undefined) return;
      endWork(one);
      one.deadline = setTimeout(() => request.raw.socket.destroy(), answerMs).unref();
    },
    onResponse: async (request: FastifyRequest, reply: FastifyReply) => leave(request, reply),
  };
};
