import { expect, test } from 'vitest';
import { changeOf } from './change-of.ts';

const at = (iso: string): number => Date.parse(iso);
const BERLIN = 'Europe/Berlin';
/** Just after midnight in Berlin; the day before in UTC and in America. */
const stop = {
  arrival: at('2026-11-30T23:30:00Z'),
  notBefore: at('2026-11-30T20:00:00Z'),
  notAfter: at('2026-12-01T02:00:00Z'),
  customer: 'R. Okafor',
  address: ['Weg 3', '10961 Berlin'],
};
const asIs: Readonly<Record<string, string>> = {
  arrival: '00:30',
  notBefore: '21:00',
  notAfter: '03:00',
  customer: 'R. Okafor',
  address: 'Weg 3\n10961 Berlin\n',
  phone: '',
};
const changed = (form: Readonly<Record<string, string>>, zone = BERLIN) =>
  changeOf((name) => ({ ...asIs, ...form })[name] ?? '', stop, zone);

test('a form that nobody touched asks for nothing', () => {
  expect(changed({})).toEqual({});
});

test('a time is sent with the day on which the depot’s clocks have it', () => {
  expect(changed({ arrival: '00:50' })).toEqual({ arrival: '2026-12-01 00:50' });
  expect(changed({ arrival: '0:50' })).toEqual({ arrival: '2026-12-01 00:50' });
  expect(changed({ notBefore: '22:00', notAfter: '04:00' })).toEqual({
    notBefore: '2026-11-30 22:00',
    notAfter: '2026-12-01 04:00',
  });
});

test('the zone is the depot’s, whatever that of the browser is', () => {
  const form = { arrival: '12:45', notBefore: '09:00', notAfter: '15:00' };
  expect(changed(form, 'Pacific/Auckland')).toEqual({ arrival: '2026-12-01 12:45' });
});

test('what else is another is sent as it is', () => {
  expect(changed({ customer: 'N. Okafor', address: 'Weg 4', phone: '+49 170 1' })).toEqual({
    customer: 'N. Okafor',
    address: ['Weg 4'],
    phone: '+49 170 1',
  });
});
