import { expect, test } from 'vitest';
import { choosePorts, makeFindPorts } from './find-ports.ts';
import { listPorts } from './list-ports.ts';

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

test('a COM port that is named in small letters has its profile (W17)', () => {
  expect(chosen([{ path: 'COM5', vendorId: '0C2E' }], ['com5'])).toEqual([
    ['COM5', 'honeywell', false],
  ]);
});

test('a built-in scanner, which has no USB id, is offered by hand, and not opened by itself (W17)', async () => {
  const builtIn = [{ path: 'COM1' }, { path: 'LPT1' }];
  expect(chosen(builtIn, [])).toEqual([]);
  expect(await listPorts(async () => builtIn)).toEqual(['COM1']);
  expect(chosen(builtIn, ['COM1'])).toEqual([['COM1', 'generic', true]]);
});

test('the system is asked for its ports only for a while after something was plugged in or pulled', async () => {
  let there: string | null = '';
  let asked = 0;
  const find = makeFindPorts(
    async () => {
      asked += 1;
      // The first answer after a plug does not yet know what was plugged in.
      return there === 'ttyACM0'
        ? [{ path: '/dev/ttyACM0', ...(asked > 2 && { vendorId: '0c2e' }) }]
        : [];
    },
    async () => there,
  );
  const look = async (times: number): Promise<readonly string[]> => {
    let found: readonly string[] = [];
    for (let i = 0; i < times; i += 1) found = (await find([])).map(({ path }) => path);
    return found;
  };
  expect(await look(100)).toEqual([]);
  expect(asked).toBe(0);
  there = 'ttyACM0';
  expect(await look(2)).toEqual([]);
  expect(await look(1)).toEqual(['/dev/ttyACM0']);
  expect(await look(100)).toEqual(['/dev/ttyACM0']);
  const whilePlugged = asked;
  expect(whilePlugged).toBeLessThan(20);
  there = '';
  expect(await look(100)).toEqual([]);
  expect(asked).toBeLessThan(2 * whilePlugged + 1);
  // Where nothing tells of a change, the list does.
  there = null;
  const before = asked;
  await look(3);
  expect(asked).toBe(before + 3);
});

test('a system that cannot list its ports has those that are named', async () => {
  const find = makeFindPorts(
    () => Promise.reject(new Error('no udevadm')),
    async () => null,
  );
  expect((await find(['/dev/ttyS1'])).map(({ path }) => path)).toEqual(['/dev/ttyS1']);
});

test('another scanner in the same socket, in between two looks, is found to be another', async () => {
  let there = 'ttyACM0 41';
  let vendorId = '0c2e';
  const find = makeFindPorts(
    async () => [{ path: '/dev/ttyACM0', vendorId }],
    async () => there,
  );
  const profile = async () => (await find([]))[0]?.profile.id;
  for (let look = 0; look < 50; look += 1) expect(await profile()).toBe('honeywell');
  there = 'ttyACM0 57';
  vendorId = '05e0';
  expect(await profile()).toBe('zebra');
});
