import { SerialPort } from 'serialport/dist/serialport.js';
import { serialPath } from '../../shared/terminal/settings/it-settings.ts';

/**
 * The serial ports that there are, by path: what a person may choose from, also of those that say no
 * maker, as a scanner built into the device. A system that cannot list them has none.
 */
export const listPorts = async (
  list: () => Promise<readonly { readonly path: string }[]> = () => SerialPort.list(),
): Promise<readonly string[]> => {
  const ports = await list().catch(() => []);
  return ports.map(({ path }) => path).filter((path) => serialPath.safeParse(path).success);
};
