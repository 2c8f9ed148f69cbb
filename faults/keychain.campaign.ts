import { startCampaignCentral } from '../central/src/testing/campaign-central.ts';
import { startPrivateKeyring } from '../e2e/support/private-keyring.ts';
import { openOsKeychain } from '../electron/keychain/os-keychain.ts';
import { problemCode } from '../shared/terminal/problem.ts';
import { type Campaign, type Control, makeRandom, type Report } from './campaign.ts';
import { makeProfile, TAMPERINGS } from './keychain/items.ts';
import { NOW } from './keychain/now.ts';
import { playState, STATE_NAMES } from './keychain/states.ts';

/** A keychain in which nothing is wrong must be found well, or refusing everything would pass. */
const withoutTampering = async (
  tamper: Awaited<ReturnType<typeof makeProfile>>['tamper'],
): Promise<Control> => {
  const same = (text: string): string => text;
  const { said, faults } = await tamper({ name: 'nothing', keys: same, anchor: same });
  // The check must call it a fault that a profile opens.
  const found = said === 'opened' && faults.length === 1;
  return { without: 'anything wrong: the profile opens, and the check says so', found };
};

export const campaign: Campaign = {
  name: 'keychain',
  about: 'A keychain that is locked, gone, denied, hangs, or holds items that are wrong',
  runs: {
    release: TAMPERINGS.length + STATE_NAMES.length,
    ci: TAMPERINGS.length + STATE_NAMES.length,
  },
  run: async ({ runs, seed, say }): Promise<Report> => {
    const random = makeRandom(seed);
    const total = { lost: 0, duplicated: 0, false_accepts: 0, undetected: 0, crashes: 0 };
    const notes: string[] = [];
    const said = new Map<string, number>();
    const [keyring, central] = await Promise.all([
      startPrivateKeyring(),
      startCampaignCentral({ now: () => NOW }),
    ]);
    Object.assign(process.env, keyring.env);
    const depot = await central.newDepot({ waitsSeconds: [0], unscanned: 'free' });
    // The states are slow and do nothing but wait: they run beside each other and the items.
    const states = runs < STATE_NAMES.length ? STATE_NAMES.slice(0, runs) : STATE_NAMES;
    const playing = Promise.allSettled(states.map((name) => playState(name, depot)));
    const count = (fault: string): void => {
      if (/lost|not what it was|not well/.test(fault)) total.lost++;
      else if (/twice/.test(fault)) total.duplicated++;
      else if (/accepted/.test(fault)) total.false_accepts++;
      else if (/threw|blocked|took/.test(fault)) total.crashes++;
      else total.undetected++;
    };
    const controls: Control[] = [];
    try {
      const profile = await makeProfile(openOsKeychain(), depot);
      try {
        controls.push(await withoutTampering(profile.tamper));
        const order = TAMPERINGS.map((tampering) => ({ tampering, at: random() }));
        order.sort((a, b) => a.at - b.at);
        for (const { tampering } of order.slice(0, Math.max(0, runs - states.length))) {
          const outcome = await profile.tamper(tampering);
          said.set(outcome.said, (said.get(outcome.said) ?? 0) + 1);
          const faults = [...outcome.faults];
          if (outcome.said !== 'opened' && !problemCode.safeParse(outcome.said).success) {
            faults.push(`it said ${outcome.said}`);
          }
          for (const fault of faults) {
            count(fault);
            notes.push(`${tampering.name}: ${fault}`);
          }
        }
      } finally {
        profile.remove();
      }
      say('keychain: the items are done; waiting for the states');
      for (const [i, outcome] of (await playing).entries()) {
        if (outcome.status === 'rejected') {
          total.crashes++;
          notes.push(`${states[i]}: ${outcome.reason?.stack ?? outcome.reason}`);
          continue;
        }
        const { name, faults } = outcome.value;
        notes.push(`${name}: ${outcome.value.said}`);
        for (const fault of faults) {
          count(fault);
          notes.push(`${name}: FAULT: ${fault}`);
        }
      }
    } finally {
      await playing;
      await central.stop();
      await keyring.stop();
    }
    const items = [...said].map(([code, times]) => `${times} × ${code}`).join(', ');
    return { runs, ...total, controls, notes: [`items: ${items}`, ...notes] };
  },
};
