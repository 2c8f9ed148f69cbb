import { makeFramer } from '../framing.ts';
import type { Profile } from './profile.ts';

/** Newland. Its serial commands are settings; none is a signal that it gives once. */
export const newland: Profile = {
  id: 'newland',
  usbVendors: ['1eab'],
  makeFramer,
  signals: { good: null, bad: null },
  afterPacket: null,
};
