import type { CampaignCentral } from '../../central/src/testing/campaign-central.ts';
import { type DepotDay, startDay } from '../../faults/kill/depot-day.ts';

/** What people at a depot do for terminals that run on Windows; each answer goes as JSON. */
export type HostDepot = {
  /** Begins the day of one more terminal; its number, and its enrolment code. */
  readonly begin: () => Promise<{ readonly id: number; readonly enrolment: string }>;
  /** What somebody does, or knows, on such a day. */
  readonly ask: (id: number, what: string) => Promise<unknown>;
  readonly stop: () => Promise<void>;
};

/** What may be asked of a day, by name. */
const asked = async (day: DepotDay, what: string): Promise<unknown> => {
  if (what === 'go-on') return day.goOn();
  if (what === 'known') return day.known();
  if (what === 'presence-keys') return day.presenceKeyList();
  throw new Error(`nobody at the depot knows ${what}`);
};

/** The real central on a real PostgreSQL, started when it is first asked for. */
export const makeHostDepot = (): HostDepot => {
  let central: Promise<CampaignCentral> | null = null;
  const days: DepotDay[] = [];
  const start = async (): Promise<CampaignCentral> => {
    const { startCampaignCentral } = await import('../../central/src/testing/campaign-central.ts');
    const { systemNow } = await import('../../central/src/clock.ts');
    return startCampaignCentral({ now: systemNow });
  };
  return {
    begin: async () => {
      central ??= start();
      const { newDepot } = await central;
      const depot = await newDepot({ waitsSeconds: [0], unscanned: 'free', attempts: 8 });
      const day = await startDay(depot);
      return { id: days.push(day) - 1, enrolment: day.enrolment };
    },
    ask: (id, what) => {
      const day = days[id];
      return day === undefined ? Promise.reject(new Error('no such day')) : asked(day, what);
    },
    stop: async () => (await central)?.stop(),
  };
};
