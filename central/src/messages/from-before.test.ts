import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../testing/test-central.ts';

let postgres: TestPostgres;
let client: pg.Client;
beforeAll(async () => {
  postgres = await startTestPostgres();
  client = new pg.Client({ connectionString: await postgres.makeDatabase() });
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await postgres?.stop();
});

const migration = async (name: string): Promise<string> => {
  const text = await readFile(new URL(`../../migrations/${name}.sql`, import.meta.url), 'utf8');
  return text.split('-- Down Migration')[0] ?? '';
};

/** An issue as it was when it said itself what became of its message. */
const putIssue = (n: number, sms: string): Promise<unknown> =>
  client.query(
    `insert into issue (depot, id, delivery, epoch, terminal, driver, token, salt, memory_kib, passes,
       lanes, presence_key, not_before, not_after, attempts, sealed_code, sms, sms_due, sms_sent_at,
       override_salt, override_presence_key, override_not_before, override_not_after, created_at)
     select u, ('00000000-0000-4000-8000-00000000000' || $1)::uuid, u, $1::int, u, u,
       case when $2 = 'none' then u end, case when $2 <> 'none' then 's' end, 1, 1, 1,
       case when $2 <> 'none' then 'p' end, now(), now() + interval '1 day', 5,
       case when $2 = 'waiting' then '\\x01'::bytea end, $2,
       case when $2 <> 'none' then now() end, case when $2 = 'sent' then now() end,
       's', 'p', now(), now() + interval '1 day', now()
     from (select '00000000-0000-4000-8000-000000000000'::uuid as u) one`,
    [n, sms],
  );

describe('a database from before messages had a table', () => {
  it('has one for each issue with a code, in the state that it was in', async () => {
    await client.query(await migration('0001_model'));
    // What an issue belongs to is no part of this.
    await client.query('set session_replication_role = replica');
    const before = ['waiting', 'sent', 'cancelled', 'expired', 'none'];
    for (const [index, sms] of before.entries()) {
      const state = sms === 'waiting' || sms === 'sent' ? 'active' : 'withdrawn';
      await putIssue(index, sms);
      await client.query(
        'update issue set state = $1, delivery = gen_random_uuid() where epoch = $2',
        [state, index],
      );
    }
    await client.query(await migration('0003_messages'));
    const { rows } = await client.query(
      `select epoch, message.state, accepted_at is not null as accepted, ended_at is not null as ended,
         length(report_token) as token
       from issue left join message on message.issue = issue.id order by epoch`,
    );
    expect(rows).toEqual([
      { epoch: 0, state: 'waiting', accepted: false, ended: false, token: 64 },
      { epoch: 1, state: 'accepted', accepted: true, ended: false, token: 64 },
      { epoch: 2, state: 'cancelled', accepted: false, ended: true, token: 64 },
      { epoch: 3, state: 'expired', accepted: false, ended: true, token: 64 },
      { epoch: 4, state: null, accepted: false, ended: false, token: null },
    ]);
  });
});
