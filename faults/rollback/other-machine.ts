import { cpSync } from 'node:fs';
import { type MachineId, machineId } from '../../electron/keychain/machine-id.ts';
import type { Home } from '../support/terminal.ts';
import { type Ground, open, show } from './life.ts';

/** A machine that no terminal of the campaign was made on. */
export const ELSEWHERE = machineId.parse('f'.repeat(32));

/**
 * Copies a closed profile to another machine, where the keychain is the same: as both follow a user
 * who signs in there. It is opened there, and shown a customer's code if it opens.
 *
 * @returns the verdict, or the problem that a person is told instead
 */
export const playElsewhere = async (
  ground: Ground,
  home: Home,
  position: number,
  machine: MachineId,
): Promise<string> => {
  const copy = { ...home, folder: `${home.folder}-elsewhere`, machine };
  cpSync(home.folder, copy.folder, { recursive: true });
  const opened = await open(ground, copy);
  if (!opened.ok) return opened.error;
  const shown = await show(ground, opened.value, position);
  await opened.value.close();
  if (!shown.ok) return shown.error;
  return shown.value.result === 'accepted' ? 'accepted' : shown.value.reason;
};
