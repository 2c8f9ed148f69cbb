import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { csvLine, HEADER } from '../../testing/seed.ts';
import type { TestCentral } from '../../testing/test-central.ts';

export const fileOf = (...rows: string[]): string => [HEADER, ...rows].join('\r\n');
export const codesOf = (found: readonly { line: number; code: string }[]): string[] =>
  found.map(({ line, code }) => `${line} ${code}`);

/** Imports files into a central, as an integration does. */
export const importerOf = (central: TestCentral) => {
  let count = 0;
  const send = (depot: string, file: string | Uint8Array, query = '') =>
    central.staff('POST', `/v1/depots/${depot}/imports?${query}`, file);
  /** What came of an import, once it is at an end. */
  const follow = async (depot: string, id: string) => {
    for (;;) {
      const { body } = await central.staff('GET', `/v1/depots/${depot}/imports/${id}`);
      if (!['receiving', 'running'].includes(body.state)) return body;
      await pause(10);
    }
  };
  return {
    newDepot: async (timeZone = 'Europe/Berlin'): Promise<string> =>
      (await central.staff('POST', '/v1/depots', { name: `Imports ${++count}`, timeZone })).body.id,
    send,
    follow,
    importFile: async (depot: string, file: string | Uint8Array, query = '') => {
      const begun = await send(depot, file, query);
      if (begun.status !== 202) throw new Error(JSON.stringify(begun.body));
      return follow(depot, begun.body.id);
    },
    /** An answer that is no JSON. */
    getText: async (path: string): Promise<string> => {
      const token = (await readFile(join(central.dataFolder, 'operator.token'), 'utf8')).trim();
      const headers = { authorization: `Bearer ${token}` };
      return (await fetch(central.url + path, { headers })).text();
    },
    deliveriesOf: async (depot: string) => {
      const { body } = await central.staff('GET', `/v1/routes?depot=${depot}`);
      const lists = await Promise.all(
        body.routes.map(({ id }: { id: string }) =>
          central.staff('GET', `/v1/routes/${id}/deliveries`),
        ),
      );
      return lists.flatMap((list) => list.body.deliveries);
    },
    /** Rows for stops at these positions. */
    lines: (...positions: number[]): string[] =>
      positions.map((position) => csvLine(central.clock.now(), position)),
  };
};
