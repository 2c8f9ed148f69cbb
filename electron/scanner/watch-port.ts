import { existsSync } from 'node:fs';
import { SerialPort } from 'serialport/dist/serialport.js';

type Look = () => boolean | Promise<boolean>;

/** In how many looks in a row a COM port must be missing: a list that is being made may lack it. */
const MISSED = 2;

const listed = async (path: string): Promise<boolean> =>
  (await SerialPort.list()).some((port) => port.path.toUpperCase() === path);

/**
 * Gives what looks, each time it is asked, whether a port that is open has gone: some systems never
 * say so. A name in the file system goes with its device. A COM port is in Windows' list while it is
 * plugged in; one that never was in it, as of some drivers, cannot be missed.
 */
export const watchPort = (
  path: string,
  isListed: Look = () => listed(path.toUpperCase()),
): Look => {
  if (path.startsWith('/')) return () => !existsSync(path);
  let wasThere = false;
  let missed = 0;
  return async () => {
    const isThere = await isListed();
    wasThere ||= isThere;
    missed = isThere ? 0 : missed + 1;
    return wasThere && missed >= MISSED;
  };
};
