import { expect, test } from 'vitest';
import { choosePorts } from './find-ports.ts';

const chosen = (...of: Parameters<typeof choosePorts>) =>
  choosePorts(...of).map(({ path, profile, isLine }) => [path, profile.id, isLine]);
const listed = [
  { path: '/dev/ttyS0' },
  { path: '/dev/ttyACM0', vendorId: '0C2E' },
  { path: '/dev/ttyACM1', vendorId: '05e0' },
  { path: '/dev/ttyACM2', vendorId: '05f9' },
  { path: '/dev/ttyACM3', vendorId: '1eab' },
  { path: '/dev/ttyUSB0', vendorId: '0403' },
  { path: '/dev/ttyACM4', vendorId: '2c7c' },
];

test('scanners are known by who made them; adapters are listened to; a modem is left alone', () => {
  expect(chosen(listed, [])).toEqual([
    ['/dev/ttyACM0', 'honeywell', false],
    ['/dev/ttyACM1', 'zebra', false],
    ['/dev/ttyACM2', 'datalogic', false],
    ['/dev/ttyACM3', 'newland', false],
    ['/dev/ttyUSB0', 'generic', true],
  ]);
});

test('ports that are named are the only ones, and have their maker all the same', () => {
  expect(chosen(listed, ['/dev/ttyS0', '/dev/ttyACM2'])).toEqual([
    ['/dev/ttyS0', 'generic', true],
    ['/dev/ttyACM2', 'datalogic', false],
  ]);
  expect(chosen([], ['/dev/pts/7'])).toEqual([['/dev/pts/7', 'generic', true]]);
});
