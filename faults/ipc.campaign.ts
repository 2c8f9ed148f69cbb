import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startDisplay } from '../e2e/support/display.ts';
import { startPrivateKeyring } from '../e2e/support/private-keyring.ts';
import { openPtyPair } from '../e2e/support/pty.ts';
import type { Campaign, Control, Report } from './campaign.ts';
import { allowedChannels } from './ipc/allowed.ts';
import { bundlePreload } from './ipc/bundle-preload.ts';
import { attack, type Played } from './ipc/play.ts';
import { bundle, type Edit } from './kill/bundle.ts';
import { seedProfile } from './support/seeded-profile.ts';

const REGISTER = 'electron/ipc/register.ts';
/** The main process with one of its two questions left out. */
const WITHOUT: Readonly<Record<string, Edit>> = {
  'asking who sends': {
    file: REGISTER,
    from: "if (!isOurs) return refused(channel, 'refused');",
    to: '',
  },
  'asking for the form': {
    file: REGISTER,
    from: 'CHANNELS[channel].safeParse(input)',
    to: '{ success: true, data: input }',
  },
};
/** Enough for a control to find what is wrong. */
const CONTROL_RUNS = 20;

export const campaign: Campaign = {
  name: 'ipc',
  about: 'Malformed requests on every channel, and requests from everyone but the window',
  // For each channel.
  runs: { release: 1_000, ci: 100 },
  run: async ({ runs, seed, say }): Promise<Report> => {
    const folder = mkdtempSync(path.join(tmpdir(), 'kerbside-ipc-'));
    const profile = path.join(folder, 'terminal');
    const endings: (() => Promise<void>)[] = [];
    try {
      const keyring = await startPrivateKeyring();
      endings.push(keyring.stop);
      const display = await startDisplay({ width: 1_400, height: 1_000 });
      endings.push(display.stop);
      const line = await openPtyPair(path.join(folder, 'line'));
      endings.push(line.stop);
      const preload = await bundlePreload();
      const [first] = await seedProfile(profile, keyring, { sealed: 2, more: 0 });
      if (first === undefined) throw new Error('the profile has no stop');
      const stage = { profile, keyring, display, line, preload, label: first.label };
      say(`ipc: ${runs} malformed payloads on each channel`);
      const played: Played = await attack(stage, runs, seed);
      const controls: Control[] = [];
      for (const [without, edit] of Object.entries(WITHOUT)) {
        say(`ipc: the control without ${without}`);
        const name = `ipc-without-${controls.length}`;
        const main = await bundle(name, 'electron/main/index.ts', { edits: [edit] });
        const { faults } = await attack(stage, CONTROL_RUNS, seed, main);
        controls.push({ without, found: faults.some(({ kind }) => kind === 'undetected') });
      }
      const allowed = allowedChannels();
      const isAllowed = played.reach.join() === allowed.join();
      const undetected = played.faults.filter(({ kind }) => kind === 'undetected').length;
      return {
        runs: played.sent,
        lost: 0,
        duplicated: 0,
        false_accepts: 0,
        undetected: undetected + (isAllowed ? 0 : 1),
        crashes: played.faults.length - undetected,
        controls,
        notes: [
          `a hostile window can ask for: ${played.reach.join(', ')}; and it sees the view`,
          ...(isAllowed ? [] : [`docs/protocol/threats.md allows: ${allowed.join(', ')}`]),
          ...played.notes,
          ...played.faults.map(({ said }) => said),
        ],
      };
    } finally {
      for (const end of endings.reverse()) await end();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  },
};
