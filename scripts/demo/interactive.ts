import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { seedDepot, seedRoute } from '../../e2e/story/seed.ts';
import { startCentral } from '../../e2e/support/central.ts';
import { startOwned } from '../../e2e/support/owned-process.ts';
import { startPrivateKeyring } from '../../e2e/support/private-keyring.ts';
import { openPtyPair } from '../../e2e/support/pty.ts';
import { waitUntil } from '../../e2e/support/wait-until.ts';
import { electronCommand } from '../electron-command.ts';
import { startVirtualScanner } from './virtual-scanner.ts';

/** How long the last stop's code is good: long enough to see it both ways. */
const EXPIRES_IN_MS = 10 * 60_000;
const A_DAY_MS = 24 * 3_600_000;

/**
 * Starts everything that a person needs to try Kerbside: central with a seeded depot, a virtual
 * scanner as a page in the browser, and the app. Ends when the app's window is closed.
 */
export const runInteractiveDemo = async (say: (text: string) => void): Promise<void> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kerbside-demo-'));
  const endings: (() => Promise<void> | void)[] = [
    () => rmSync(folder, { recursive: true, force: true }),
  ];
  try {
    say('Starting central, with PostgreSQL …');
    const central = await startCentral(path.join(folder, 'central'));
    endings.push(central.stop);
    const { depot, driver } = await seedDepot(central.staff);
    const { route, stops } = await seedRoute(central.staff, depot, EXPIRES_IN_MS);
    say('Starting the virtual scanner …');
    const line = await openPtyPair(path.join(folder, 'line'));
    endings.push(line.stop);
    const scanner = await startVirtualScanner({ line, staff: central.staff, depot, stops });
    endings.push(scanner.stop);
    // A keychain of its own: the demo leaves nothing in yours.
    const keyring = await startPrivateKeyring();
    endings.push(keyring.stop);
    say('Starting the app …');
    const [command, args] = electronCommand();
    const app = await startOwned(command, args, {
      env: {
        ...process.env,
        ...keyring.env,
        KERBSIDE_PROFILE: path.join(folder, 'terminal'),
        KERBSIDE_SCANNER: line.terminalEnd,
      },
    });
    endings.push(() => app.stop());
    await startOwned('xdg-open', [scanner.url]).catch(() => undefined);
    say(`The virtual scanner is at ${scanner.url}`);
    say("Click its scans from top to bottom. Close the app's window to end the demo.");
    const enrolled = async () => (await central.staff.terminals()).terminals.length > 0;
    await Promise.race([waitUntil('the terminal is enrolled', enrolled, A_DAY_MS), app.ended]);
    const [terminal] = (await central.staff.terminals()).terminals;
    if (terminal !== undefined) await central.staff.assignRoute(route, terminal.id, driver);
    await app.ended;
  } finally {
    for (const end of endings.reverse()) await end();
  }
};
