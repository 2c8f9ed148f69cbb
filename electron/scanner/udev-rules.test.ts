import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ADAPTERS } from './find-ports.ts';
import { MAKES } from './profiles/of-usb.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const file = path.join(root, 'resources/packaging/linux/70-kerbside-scanners.rules');
const rules = readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line.includes('idVendor'));

test('the rules of the Linux packages are for every USB device that the app opens, and no other (S4)', () => {
  const opened = [...MAKES.flatMap(({ usbVendors }) => usbVendors), ...ADAPTERS].sort();
  expect(opened).toEqual(expect.arrayContaining(['0403', '10c4', '067b', '1a86']));
  expect(rules).toHaveLength(2);
  for (const rule of rules) {
    const vendors = /idVendor\}=="([^"]+)"/.exec(rule)?.[1]?.split('|') ?? [];
    expect([...vendors].sort()).toEqual(opened);
  }
});

test('they give the port to who sits there, and keep ModemManager from the device and its port (S4)', () => {
  const [device, port] = rules;
  expect(device).toContain('ENV{ID_MM_DEVICE_IGNORE}="1"');
  expect(port).toContain('TAG+="uaccess"');
  expect(port).toContain('ENV{ID_MM_PORT_IGNORE}="1"');
});

test('the page on scanners names each vendor, and the programs that take a port away (S4)', () => {
  const page = readFileSync(path.join(root, 'docs/scanners.md'), 'utf8');
  for (const vendor of [...MAKES.flatMap(({ usbVendors }) => usbVendors), ...ADAPTERS]) {
    expect(page).toContain(vendor);
  }
  expect(page).toContain('brltty');
  expect(page).toContain('ModemManager');
});
