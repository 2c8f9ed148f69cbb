import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { systemNow } from '../../central/src/clock.ts';
import { startCampaignCentral } from '../../central/src/testing/campaign-central.ts';
import { bundle } from '../kill/bundle.ts';
import { startDay } from '../kill/depot-day.ts';
import { IN_MEMORY } from './alterations.ts';
import { type DepotAnswer, depotRequest } from './bases.ts';

/**
 * Has the beginnings of all trials lived through once, with the real central, and written down in a
 * folder: the product as it is, whatever a control switches off later.
 */
export const recordBases = async (folder: string): Promise<void> => {
  mkdirSync(folder, { recursive: true });
  const at = systemNow();
  const [worker, central] = await Promise.all([
    bundle('disk-record', 'faults/disk/record-worker.ts', IN_MEMORY),
    startCampaignCentral({ now: () => at }),
  ]);
  try {
    const depot = await central.newDepot({ waitsSeconds: [0], unscanned: 'free', attempts: 8 });
    const days = [await startDay(depot), await startDay(depot)] as const;
    const answer = async (message: unknown): Promise<DepotAnswer> => {
      const { terminal, more } = depotRequest.parse(message);
      const day = days[terminal === 0 ? 0 : 1];
      if (more) await day.giveMore();
      const codes = await day.goOn();
      return { codes, presenceKeys: [...(await day.presenceKeyList())] };
    };
    const told = { folder, at, enrolments: days.map(({ enrolment }) => enrolment) };
    const child = spawn(process.execPath, [worker, JSON.stringify(told)], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let errors = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      errors = (errors + chunk.toString()).slice(-2_000);
    });
    child.on('message', (message) => {
      answer(message).then(
        (said) => void child.send(said),
        (error) => {
          errors += String(error);
          child.kill();
        },
      );
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    if (code !== 0) throw new Error(`the bases cannot be made: ${errors}`);
  } finally {
    await central.stop();
  }
};
