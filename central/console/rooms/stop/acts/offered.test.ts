import { expect, test } from 'vitest';
import type { Stop } from '../../../api/dispatch.ts';
import { actsOn, isForgotten, isUnsent } from './offered.ts';

type Issue = NonNullable<Stop['issue']>;
const ALL = { codes: true, deliveries: true };
const stop = (issue: Partial<Issue>): Pick<Stop, 'status' | 'token' | 'issue' | 'parcels'> => ({
  status: 'open',
  token: null,
  parcels: ['PARCEL-1'],
  issue: {
    id: crypto.randomUUID(),
    epoch: 1,
    terminal: crypto.randomUUID(),
    state: 'active',
    sms: 'sent',
    smsDue: null,
    smsSentAt: null,
    codeKept: true,
    ...issue,
  } as Issue,
});

test('a code is sent again where central has it and a message that brings it', () => {
  expect(actsOn(stop({}), ALL)).toContain('resend');
  expect(actsOn(stop({ codeKept: false }), ALL)).not.toContain('resend');
  expect(actsOn(stop({ sms: 'cancelled' }), ALL)).not.toContain('resend');
  expect(actsOn({ ...stop({}), issue: null }, ALL)).not.toContain('resend');
});

test('what has not gone out is not sent again, but now', () => {
  expect(isUnsent(stop({ sms: 'waiting' }))).toBe(true);
  expect(isUnsent(stop({}))).toBe(false);
});

test('a code that went out and was forgotten is said to be, with what else there is', () => {
  const forgotten = stop({ codeKept: false });
  expect(isForgotten(forgotten)).toBe(true);
  expect(actsOn(forgotten, ALL)).toEqual(expect.arrayContaining(['pass', 'override', 'reissue']));
  expect(isForgotten(stop({}))).toBe(false);
  expect(isForgotten({ ...forgotten, status: 'delivered' })).toBe(false);
});

test('a delivery is split while it is open, where each of the two keeps a parcel', () => {
  const two = { ...stop({}), parcels: ['PARCEL-1', 'PARCEL-2'] };
  expect(actsOn(two, ALL)).toContain('split');
  expect(actsOn(stop({}), ALL)).not.toContain('split');
  expect(actsOn({ ...two, status: 'delivered' }, ALL)).not.toContain('split');
  expect(actsOn(two, { ...ALL, deliveries: false })).not.toContain('split');
});
