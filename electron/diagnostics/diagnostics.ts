import { join } from 'node:path';
import log from 'electron-log/node';
import type { Diagnostics } from '../app/ports.ts';

/**
 * The support log: one JSON line an event, in a file that rotates at 1 MB, and on standard error.
 * Only identifiers, codes of problems and numbers go in: the type leaves no room for a sentence.
 */
export const openDiagnostics = (profileFolder: string): Diagnostics => {
  const logger = log.create({ logId: 'kerbside' });
  logger.transports.file.resolvePathFn = () => join(profileFolder, 'logs', 'kerbside.log');
  logger.transports.file.maxSize = 1_048_576;
  logger.transports.file.format = '{text}';
  logger.transports.console.level = false;
  return (event, facts = {}) => {
    const line = JSON.stringify({ at: new Date().toISOString(), event, ...facts });
    logger.info(line);
    process.stderr.write(`${line}\n`);
  };
};
