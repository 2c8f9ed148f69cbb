import type { DiskFault } from './disk-control.ts';

/** One thing that is done to a run of a scenario. */
export type Harm =
  /** A call fails; afterwards the app ends properly (`ends`), or its files are left as they are. */
  | {
      readonly what: 'fault';
      readonly scenario: number;
      readonly fault: DiskFault;
      readonly ends: boolean;
    }
  /** Nothing after the nth event came to be: the process died there. */
  | { readonly what: 'cut'; readonly scenario: number; readonly at: number };

/** What can fail at a call. */
const WAYS: readonly Omit<DiskFault, 'at'>[] = [
  { error: 'EIO', sticky: false, torn: false },
  { error: 'ENOSPC', sticky: false, torn: false },
  { error: 'EIO', sticky: false, torn: true },
  { error: 'ENOSPC', sticky: false, torn: true },
  { error: 'EIO', sticky: true, torn: false },
  { error: 'ENOSPC', sticky: true, torn: false },
];

/**
 * Everything that can be done to scenarios with so many calls and events each: every call in every
 * way, the process dying behind every event.
 */
export const allHarm = (
  scenarios: readonly { readonly calls: number; readonly events: number }[],
): Harm[] =>
  scenarios.flatMap(({ calls, events }, scenario) => [
    ...Array.from({ length: calls }, (_, i) => i + 1).flatMap((at) =>
      WAYS.flatMap((way): Harm[] => [
        { what: 'fault', scenario, fault: { at, ...way }, ends: false },
        { what: 'fault', scenario, fault: { at, ...way }, ends: true },
      ]),
    ),
    ...Array.from({ length: events + 1 }, (_, at): Harm => ({ what: 'cut', scenario, at })),
  ]);

/** So many of them: all, again and again if there are not enough, in an order of chance. */
export const pickHarm = (all: readonly Harm[], count: number, random: () => number): Harm[] => {
  const picked: Harm[] = [];
  while (picked.length < count && all.length > 0) {
    const round = all.map((harm) => [random(), harm] as const).sort(([a], [b]) => a - b);
    picked.push(...round.slice(0, count - picked.length).map(([, harm]) => harm));
  }
  return picked;
};
