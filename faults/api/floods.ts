import { randomUUID } from 'node:crypto';
import type { AttackedCentral } from '../support/attacked-central.ts';
import type { Fault } from './judge.ts';

/** What the flooded central takes in a minute. */
export const LIMITS = { perOperator: 60, perAddress: 200 } as const;
const FLOOD = 400;
const AT_ONCE = 40;
/** Somebody who asks what an ordinary person asks in that time. */
const ORDINARY = 20;
/** What is there again while a flood lasts, and what processes took ahead, as a part of the limit. */
const MORE = 1.5;

type Answer = { readonly status: number; readonly headers: Headers };

const judgeRefusals = (what: string, answers: readonly Answer[], limit: number): Fault[] => {
  const taken = answers.filter(({ status }) => status !== 429);
  const refused = answers.filter(({ status }) => status === 429);
  const faults: Fault[] = [];
  if (taken.length > limit * MORE) {
    faults.push({
      kind: 'undetected',
      what: `${what}: ${taken.length} of ${answers.length} were taken`,
    });
  }
  const isUnsaid = ({ headers }: Answer) => !/^[1-9]\d*$/.test(headers.get('retry-after') ?? '');
  if (refused.some(isUnsaid)) {
    faults.push({ kind: 'undetected', what: `${what}: refused without a Retry-After` });
  }
  if (answers.some(({ status }) => status >= 500)) {
    faults.push({ kind: 'crashes', what: `${what}: answered 5xx` });
  }
  return faults;
};

/** Floods by a key, from an address, and at the door where people sign in; others are to be served. */
export const playFloods = async (central: AttackedCentral): Promise<Fault[]> => {
  const { url, staff } = central;
  const hire = async (): Promise<string> => {
    const grants = [{ name: 'look' }];
    const asked = { name: `flood ${randomUUID()}`, kind: 'integration', grants };
    return (await staff('POST', '/v1/operators', asked)).body.token;
  };
  const [loud, quiet] = [await hire(), await hire()];
  const get = async (headers: Record<string, string>, path = '/v1/depots'): Promise<Answer> => {
    const answer = await fetch(url + path, { headers });
    await answer.arrayBuffer();
    return answer;
  };
  const flood = async (send: (n: number) => Promise<Answer>): Promise<Answer[]> => {
    const answers: Answer[] = [];
    let next = 0;
    const one = async (): Promise<void> => {
      while (next < FLOOD) answers.push(await send(next++));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
    return answers;
  };
  const from = (address: string) => ({ 'x-forwarded-for': address });
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const faults: Fault[] = [];
  /** A flood, and somebody beside it who does nothing unusual. */
  const play = async (
    what: string,
    limit: number,
    send: (n: number) => Promise<Answer>,
    ordinary: () => Promise<Answer>,
  ): Promise<void> => {
    const flooding = flood(send);
    const others: Answer[] = [];
    for (let n = 0; n < ORDINARY; n++) others.push(await ordinary());
    faults.push(...judgeRefusals(what, await flooding, limit));
    const unserved = others.filter(({ status }) => status !== 200);
    if (unserved.length > 0) {
      faults.push({
        kind: 'undetected',
        what: `${what}: ${unserved.length} of ${ORDINARY} others were answered ${unserved[0]?.status}`,
      });
    }
  };
  // From ever other addresses, so that the operator's own limit is what holds.
  await play(
    'a flood by one key',
    LIMITS.perOperator,
    (n) => get({ ...bearer(loud), ...from(`198.51.100.${n % 250}`) }),
    () => get({ ...bearer(quiet), ...from('203.0.113.1') }),
  );
  const third = await hire();
  await play(
    'a flood from one address',
    LIMITS.perAddress,
    () => get(from('198.51.100.251')),
    () => get({ ...bearer(third), ...from('203.0.113.2') }),
  );
  const fourth = await hire();
  const signIn = async (): Promise<Answer> => {
    const headers = { 'content-type': 'application/json', ...from('198.51.100.252') };
    const body = JSON.stringify({
      name: 'nobody',
      password: 'lamp-hamster-violet-93',
      code: '000000',
    });
    const answer = await fetch(`${url}/v1/sign-in`, { method: 'POST', headers, body });
    await answer.arrayBuffer();
    return answer;
  };
  // A password is tried five times at once, and then once a minute.
  await play('tries to sign in', 7, signIn, () =>
    get({ ...bearer(fourth), ...from('203.0.113.3') }),
  );
  return faults;
};
