import type { Diagnostics } from '../app/ports/diagnostics.ts';
import { openLogFile } from './log-file.ts';
import type { LineWriter } from './standard-error.ts';

/**
 * The support log: one JSON line an event, in a file that rotates at 1 MB, and on standard error.
 * Only identifiers, codes of problems and numbers go in: the type leaves no room for a sentence.
 * It never fails: what cannot be written is dropped and counted.
 */
export const openDiagnostics = (profileFolder: string, standardError: LineWriter): Diagnostics => {
  const file = openLogFile(profileFolder);
  return (event, facts = {}) => {
    const line = JSON.stringify({ at: new Date().toISOString(), event, ...facts });
    file(line);
    standardError(line);
  };
};
