import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SerialPort } from 'serialport/dist/serialport.js';
import { portName } from '../../shared/terminal/settings/it-settings.ts';
import { generic } from './profiles/generic.ts';
import { profileOfUsb } from './profiles/of-usb.ts';
import type { ScannerProfile } from './profiles/profile.ts';

/** A serial port that has a scanner, or may have. */
export type FoundPort = {
  readonly path: string;
  readonly profile: ScannerProfile;
  /** Its speed has to be found: it is a line behind an adapter, or one that was named by hand. */
  readonly isLine: boolean;
};

/** USB vendor ids of adapters to serial lines: FTDI, Silicon Labs, Prolific, WCH. */
export const ADAPTERS: ReadonlySet<string> = new Set(['0403', '10c4', '067b', '1a86']);

type Listed = { readonly path: string; readonly vendorId?: string | undefined };

/**
 * Chooses from the system's ports: those of a maker of scanners, and adapters, on which is listened.
 * Ports that are named (by path) are the only ones then, listed or not.
 */
export const choosePorts = (
  listed: readonly Listed[],
  named: readonly string[],
): readonly FoundPort[] => {
  if (named.length > 0) {
    return named.map(portName).map((path) => {
      const vendor = listed.find((port) => port.path === path)?.vendorId;
      const profile = vendor === undefined ? null : profileOfUsb(vendor);
      return { path, profile: profile ?? generic, isLine: profile === null };
    });
  }
  return listed.flatMap(({ path, vendorId }): FoundPort[] => {
    if (vendorId === undefined) return [];
    const profile = profileOfUsb(vendorId);
    if (profile !== null) return [{ path, profile, isLine: false }];
    return ADAPTERS.has(vendorId.toLowerCase()) ? [{ path, profile: generic, isLine: true }] : [];
  });
};

/** What no scanner ever is: consoles, terminals in windows, and ports on the board. */
const ON_BOARD = /^(tty(S?\d*)|console|ptmx)$/;

const TTYS = '/sys/class/tty';

/**
 * What may have been plugged in, by name and by the number that the kernel gave it: another scanner
 * in the same socket has the same name. Null where the system does not say (not Linux).
 */
const pluggedIn = async (): Promise<string | null> => {
  const names = await readdir(TTYS).catch(() => null);
  if (names === null) return null;
  const plugged = names.filter((name) => !ON_BOARD.test(name));
  const numbers = plugged.map((name) =>
    lstat(join(TTYS, name)).then(
      ({ ino }) => ino,
      () => 0,
    ),
  );
  return (await Promise.all(numbers)).map((ino, at) => `${plugged[at]} ${ino}`).join();
};

/** How many looks long a change is followed: what is plugged in is named before it is described. */
const FOLLOWED = 10;

/**
 * Gives what looks for the ports to open. A system that cannot list them has only those that are
 * named. Linux lists by starting a program, which once a second would empty the battery: it is
 * asked only for a while after something was plugged in or pulled.
 */
export const makeFindPorts = (
  list: () => Promise<readonly Listed[]> = () => SerialPort.list(),
  look = pluggedIn,
): ((named: readonly string[]) => Promise<readonly FoundPort[]>) => {
  let known: string | null = '';
  let follow = 0;
  let listed: readonly Listed[] = [];
  return async (named) => {
    const there = await look();
    follow = there !== known ? FOLLOWED : Math.max(0, follow - 1);
    known = there;
    if (there === null || follow > 0) listed = await list().catch(() => []);
    return choosePorts(listed, named);
  };
};
