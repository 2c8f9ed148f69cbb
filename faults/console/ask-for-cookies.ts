import { randomUUID } from 'node:crypto';
import { addPerson, codeOf, forgetSteps } from '../../central/src/testing/people.ts';
import type { AttackedCentral } from '../support/attacked-central.ts';
import { judgeHeaders } from './judge-headers.ts';

/** What is wrong with the answers that give a browser a cookie, and that take it away. */
export const askForCookies = async (central: AttackedCentral): Promise<readonly string[]> => {
  const name = `Cora ${randomUUID()}`;
  const person = await addPerson(central, name, [{ name: 'depot' }]);
  await forgetSteps({ ports: { pool: central.database } });
  const { password, secret } = person;
  const headers = { 'content-type': 'application/json', 'x-forwarded-proto': 'https' };
  const ask = async (path: string, body: unknown, more: Record<string, string>) => {
    const answer = await fetch(central.url + path, {
      method: 'POST',
      headers: { ...headers, ...more },
      body: JSON.stringify(body),
    });
    const seen = { status: answer.status, headers: answer.headers, body: await answer.text() };
    const faults = judgeHeaders(seen, { method: 'POST', path, isSecure: true });
    const set = answer.headers.getSetCookie().length > 0;
    return {
      cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '',
      faults: [...faults, ...(set ? [] : ['no cookie'])].map((one) => `POST ${path}: ${one}`),
    };
  };
  const signedIn = await ask('/v1/sign-in', { name, password, code: codeOf(secret) }, {});
  const own = { cookie: signedIn.cookie, 'sec-fetch-site': 'same-origin' };
  const signedOut = await ask('/v1/sign-out', {}, own);
  return [...signedIn.faults, ...signedOut.faults];
};
