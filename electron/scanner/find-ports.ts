import { SerialPort } from 'serialport';
import { generic } from './profiles/generic.ts';
import { profileOfUsb } from './profiles/of-usb.ts';
import type { Profile } from './profiles/profile.ts';

/** A serial port that has a scanner, or may have. */
export type FoundPort = {
  readonly path: string;
  readonly profile: Profile;
  /** Its speed has to be found: it is a line behind an adapter, or one that was named by hand. */
  readonly isLine: boolean;
};

/** USB vendor ids of adapters to serial lines: FTDI, Silicon Labs, Prolific, WCH. */
const ADAPTERS: ReadonlySet<string> = new Set(['0403', '10c4', '067b', '1a86']);

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
    return named.map((path) => {
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

/** The ports to open now. A system that cannot list has only those that are named. */
export const findPorts = async (named: readonly string[]): Promise<readonly FoundPort[]> =>
  choosePorts(await SerialPort.list().catch(() => []), named);
