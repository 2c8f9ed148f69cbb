import { SerialPort } from 'serialport/dist/serialport.js';
import { serialPath } from '../../shared/terminal/settings/it-settings.ts';

/** The serial ports that there are, by path. A system that cannot list them has none. */
export const listPorts = async (): Promise<readonly string[]> => {
  const ports = await SerialPort.list().catch(() => []);
  return ports.map(({ path }) => path).filter((path) => serialPath.safeParse(path).success);
};
