import { Writable } from 'node:stream';
import Fastify from 'fastify';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../testing/test-central.ts';
import { loggerOptions } from './logging.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres?.stop());

it('a line is one JSON object, with the SQLSTATE of an error of the database and none of its values', async () => {
  let text = '';
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      text += chunk;
      done();
    },
  });
  const app = Fastify({ logger: { ...(loggerOptions('info') as object), stream } });
  const client = new pg.Client({ connectionString: await postgres.makeDatabase() });
  await client.connect();
  try {
    await client.query('create table person (name text primary key)');
    const add = () => client.query("insert into person values ('Mustermann')");
    await add();
    await add().catch((err: unknown) => app.log.error({ err, phone: '+4917000001' }, 'failed'));
  } finally {
    await client.end();
  }
  expect(JSON.parse(text)).toMatchObject({
    level: 'error',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    msg: 'failed',
    err: { sqlstate: '23505', table: 'person', constraint: 'person_pkey' },
  });
  expect(text.trimEnd().split('\n')).toHaveLength(1);
  expect(text).not.toContain('Mustermann');
  expect(text).not.toContain('+49');
});
