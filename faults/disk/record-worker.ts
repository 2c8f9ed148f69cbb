import { cpSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { makeReach } from '../../electron/central-client/reach.ts';
import { instant } from '../../shared/protocol/ids.ts';
import {
  type Answers,
  type DepotAnswer,
  type DepotRequest,
  depotAnswer,
  type Moment,
  writeRecording,
} from './bases.ts';
import { keychainItems, setKeychainItems } from './modelled-keychain.ts';
import { record } from './recorded-central.ts';
import { standStill } from './still-clock.ts';
import { type Act, customers, docking, longAct, runTrial, scanning } from './trial.ts';

// A process that lives through the beginnings of all trials once, with the real central, and writes
// down what there was and what was answered. The depot is asked over the channel to its parent.
const { folder, at, enrolments } = z
  .strictObject({ folder: z.string(), at: instant, enrolments: z.tuple([z.string(), z.string()]) })
  .parse(JSON.parse(process.argv[2] ?? '{}'));
standStill(at);

const overLoopback = makeReach({
  authorities: () => [],
  proxiesFor: async () => 'DIRECT',
  patienceMs: 30_000,
});

const ask = async (request: DepotRequest): Promise<DepotAnswer> => {
  const answered = new Promise((resolve) => process.once('message', resolve));
  process.send?.(request);
  const answer = depotAnswer.parse(await answered);
  customers.learn(answer.codes);
  return answer;
};

const answers: Answers = {};

/** One terminal from its creation until stops wait for it at central. */
const live = async (terminal: 0 | 1) => {
  const profile = path.join(folder, `made-${terminal}`);
  const said: Moment['said'] = [];
  const act = async (what: Act) => {
    const heard = record(overLoopback, answers, () => ask({ terminal, more: false }));
    const trial = await runTrial(profile, what, (one) => void said.push(one));
    const wrong = trial.said.find((one) => one.said === 'exception' || one.said === 'blocked');
    if (wrong !== undefined) throw new Error(`a base cannot be made: ${JSON.stringify(wrong)}`);
    return heard.nonce();
  };
  const keep = (name: string): Moment => {
    const kept = `${name}-${terminal}`;
    cpSync(profile, path.join(folder, kept), { recursive: true });
    return { folder: kept, keychain: [...keychainItems()], said: [...said], nonce: null };
  };
  setKeychainItems(new Map());
  await act(async () => undefined);
  const created = keep('created');
  const enrolling: Act = async (driver) => void (await driver.enrol(enrolments[terminal]));
  const nonce = await act(enrolling);
  await ask({ terminal, more: false });
  await act(scanning('right', 'wrong', 'wrong', 'mistyped', 'exception'));
  const docked = keep('docked');
  // Left while it ran: its newest entries are in the write-ahead log only.
  let unclosed = docked;
  await act(async (driver) => {
    await scanning('right', 'wrong', 'other')(driver);
    unclosed = keep('unclosed');
  });
  await ask({ terminal, more: true });
  return { created: { ...created, nonce }, docked, unclosed, waiting: keep('waiting'), act };
};

const first = await live(0);
const waiting = { ...first.waiting, nonce: await first.act(docking) };
const known = await ask({ terminal: 0, more: false });
// What is handed in otherwise than it was there is another log: it is another terminal's.
const second = await live(1);
const long = { ...second.waiting, nonce: await second.act(longAct) };
const others = await ask({ terminal: 1, more: false });
const nothing: Moment = { folder: null, keychain: [], said: [], nonce: null };
const { created, docked, unclosed } = first;
writeRecording(folder, {
  at,
  enrolment: enrolments[0],
  answers,
  codes: { ...known.codes, ...others.codes },
  presenceKeys: [...known.presenceKeys, ...others.presenceKeys],
  moments: { nothing, created, docked, unclosed, waiting, long },
});
process.exit(0);
