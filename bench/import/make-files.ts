import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import path from 'node:path';

/** The same deliveries twice: as people's file, and as the rows that come of it. */
export interface ImportFiles {
  /** What is imported: UTF-8, CSV, as a depot's other system writes it. */
  readonly csv: string;
  /** What is copied: the routes, deliveries and parcels, with every key made. */
  readonly routes: string;
  readonly deliveries: string;
  readonly parcels: string;
}

const STOPS_A_ROUTE = 150;
const HEADER = 'route,position,customer,address,phone,arrival,not_before,not_after,parcels';
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const shortIdOf = (i: number): string =>
  Array.from({ length: 6 }, (_, digit) => ALPHABET[Math.floor(i / 32 ** digit) % 32]).join('');

/** The SSCC of a serial number, with its check digit. */
const ssccOf = (serial: number): string => {
  const body = `340123456${String(serial).padStart(8, '0')}`;
  const sum = [...body].reduce(
    (total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 3 : 1),
    0,
  );
  return `${body}${(10 - (sum % 10)) % 10}`;
};

const openFile = (file: string) => {
  const stream = createWriteStream(file, { mode: 0o644 });
  let waiting = '';
  const flush = async (): Promise<void> => {
    if (!stream.write(waiting)) await once(stream, 'drain');
    waiting = '';
  };
  return {
    write: async (line: string): Promise<void> => {
      waiting += `${line}\n`;
      if (waiting.length > 1_000_000) await flush();
    },
    close: async (): Promise<void> => {
      await flush();
      stream.end();
      await once(stream, 'close');
    },
  };
};

/** Writes so many deliveries of one day, in routes of 150 stops, for a depot in Berlin. */
export const makeFiles = async (
  folder: string,
  depot: string,
  lines: number,
  day: string,
): Promise<ImportFiles> => {
  const at = (name: string): string => path.join(folder, name);
  const files = {
    csv: at('deliveries.csv'),
    routes: at('routes.tsv'),
    deliveries: at('deliveries.tsv'),
    parcels: at('parcels.tsv'),
  };
  const [csv, routes, deliveries, parcels] = [
    openFile(files.csv),
    openFile(files.routes),
    openFile(files.deliveries),
    openFile(files.parcels),
  ];
  await csv.write(HEADER);
  let route = '';
  for (let i = 0; i < lines; i++) {
    const position = (i % STOPS_A_ROUTE) + 1;
    const name = `R${Math.floor(i / STOPS_A_ROUTE)}`;
    if (position === 1) {
      route = randomUUID();
      await routes.write([depot, route, name, day, '2026-01-01Z'].join('\t'));
    }
    const minutes = 8 * 60 + position * 4;
    const clock = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
    const arrival = `${day} ${clock}`;
    const customer = `Jörg Müßig ${i}`;
    const phone = `+4917${String(10_000_000 + i).padStart(8, '0')}`;
    const sscc = ssccOf(i);
    await csv.write(
      `${name},${position},${customer},Hauptstraße ${position}|10999 Berlin,${phone},${arrival},${day} 08:00,${day} 20:00,${sscc}`,
    );
    const delivery = randomUUID();
    await deliveries.write(
      [
        depot,
        delivery,
        route,
        shortIdOf(i),
        position,
        customer,
        `{"Hauptstraße ${position}",10999 Berlin}`,
        phone,
        `${arrival} Europe/Berlin`,
        `${day} 08:00 Europe/Berlin`,
        `${day} 20:00 Europe/Berlin`,
        '2026-01-01Z',
      ].join('\t'),
    );
    await parcels.write([depot, delivery, sscc].join('\t'));
  }
  for (const file of [csv, routes, deliveries, parcels]) await file.close();
  return files;
};
