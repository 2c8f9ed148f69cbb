import { expect, test } from 'vitest';
import { depotFacts } from '../../../shared/protocol/depot-facts.ts';
import { presentDepot } from './present-depot.ts';

const view = (timeZone: string) =>
  presentDepot({
    depot: () => depotFacts.parse({ timeZone, dispatcherPhone: '+493012345678' }),
    terminal: () => ({ grant: { terminalName: 'Handheld 7' } }) as never,
  });

test('a driver sees the depot’s time, the dispatcher’s number and the terminal’s name', () => {
  expect(view('Europe/Berlin')).toEqual({
    timeZone: 'Europe/Berlin',
    dispatcherPhone: '+493012345678',
    terminalName: 'Handheld 7',
  });
});

test('a zone that this machine does not know leaves it its own', () => {
  expect(view('Mars/Olympus_Mons').timeZone).toBe(null);
});

test('nothing is known before the enrolment', () => {
  expect(presentDepot({ depot: () => null, terminal: () => null })).toEqual({
    timeZone: null,
    dispatcherPhone: null,
    terminalName: null,
  });
});
