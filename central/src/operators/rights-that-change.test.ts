import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { transaction } from '../database/pool.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { addPerson, followLink, type Person } from '../testing/people.ts';
import { noteAct } from './acts.ts';

const central = centralForTests();

describe('the only person who may do everything', () => {
  const end = (by: Person, whom: Person) =>
    by.browser.ask('POST', `/v1/operators/${whom.id}/remove`);
  const problemOf = ({ body }: { readonly body: { readonly type?: string } | null }) =>
    body?.type?.split(':').at(-1);

  it('is neither removed nor made less, whatever keys there are', async () => {
    const ada = await followLink(central.url, central.setUpLink ?? '', 'Ada');
    const grants = `/v1/operators/${ada.id}/grants`;
    for (const answer of [
      await central.staff('POST', `/v1/operators/${ada.id}/remove`),
      await central.staff('PUT', grants, { grants: [{ name: 'dispatcher' }] }),
      await end(ada, ada),
    ]) {
      expect([answer.status, problemOf(answer)]).toEqual([409, 'last-admin']);
    }
    // Who was asked to come in and did not yet is nobody who could let the others in.
    const coming = { name: 'Coming', kind: 'person', grants: [{ name: 'admin' }] };
    expect((await central.staff('POST', '/v1/operators', coming)).status).toBe(201);
    expect(problemOf(await end(ada, ada))).toBe('last-admin');
    const bo = await addPerson(central, 'Bo', [{ name: 'admin' }]);
    // At the same moment, each the other: one of them stays.
    const both = await Promise.all([end(ada, bo), end(bo, ada)]);
    expect(both.filter(({ status }) => status === 204)).toHaveLength(1);
  });
});

describe('rights that change', () => {
  it('are the session’s with its next request, which gets a new token', async () => {
    const ben = await addPerson(central, 'Ben', [{ name: 'admin' }]);
    const before = ben.browser.cookie();
    expect((await ben.browser.ask('GET', '/v1/operators')).status).toBe(200);
    const grants = [{ name: 'auditor' }];
    const path = `/v1/operators/${ben.id}/grants`;
    expect((await central.staff('PUT', path, { grants })).status).toBe(204);
    expect((await ben.browser.ask('GET', '/v1/operators')).status).toBe(403);
    expect(ben.browser.cookie()).not.toBe(before);
    expect((await ben.browser.ask('GET', '/v1/me')).status).toBe(200);
  });

  it('in the middle of an act leave nothing of it', async () => {
    const { pool, now } = central.ports;
    for (const end of ['grants', 'remove'] as const) {
      const person = await addPerson(central, `Mid ${end}`, [{ name: 'admin' }]);
      const operator = { id: person.id, name: person.name, rightsVersion: 2 };
      const depot = randomUUID();
      const act = transaction(pool, async (tx) => {
        await tx.query(
          `insert into depot (id, name, sender, time_zone, lead_ms, attempts, policy,
             agreement_key, sealed_agreement, created_at)
           values ($1::uuid, $1::text, 'x', 'UTC', 0, 5, '{}', '', '', now())`,
          [depot],
        );
        const path = `/v1/operators/${person.id}/${end}`;
        const ended =
          end === 'grants'
            ? await central.staff('PUT', path, { grants: [{ name: 'it' }] })
            : await central.staff('POST', path);
        expect(ended.status).toBe(204);
        await noteAct(tx, operator, 'depot-created', { depot }, now());
      });
      await expect(act).rejects.toMatchObject({ code: 'rights-changed' });
      expect((await pool.query('select 1 from depot where id = $1', [depot])).rowCount).toBe(0);
    }
  });

  it('wait for an act that is as good as done', async () => {
    const { pool, now } = central.ports;
    const person = await addPerson(central, 'Late', [{ name: 'admin' }]);
    const operator = { id: person.id, name: person.name, rightsVersion: 2 };
    let removed: Promise<{ status: number }> | undefined;
    await transaction(pool, async (tx) => {
      await noteAct(tx, operator, 'policy-changed', { n: 1 }, now());
      removed = central.staff('POST', `/v1/operators/${person.id}/remove`);
      const blocked = `select 1 from pg_stat_activity where wait_event_type = 'Lock'
        and query like 'select 1 from operator where id%'`;
      while ((await pool.query(blocked)).rowCount === 0);
    });
    expect((await removed)?.status).toBe(204);
    const done = (await central.staff('GET', '/v1/audit?act=policy-changed')).body.acts;
    expect(done).toMatchObject([{ actor: 'Late' }]);
  });
});
