import { randomUUID } from 'node:crypto';
import { uptime } from 'node:os';
import { type Instant, instant } from '../../shared/protocol/ids.ts';
import type { Clock } from '../app/ports/clock.ts';
import { writeAtomically } from '../files/write-atomically.ts';
import { readSeenBoot, recogniseBoot } from './boot-memory.ts';
import { readBootId } from './read-boot-id.ts';

type Parts = {
  /** Where is kept what was last seen of a boot; null where the system's own id is enough. */
  readonly bootFile?: string | null;
  /** The operating system's id of this boot; null if it says none. */
  readonly systemBootId?: () => string | null;
  /** The clock that runs on in sleep, in milliseconds since the boot. */
  readonly elapsedMs?: () => number;
};

/** How far the boot clock runs before what is kept of it is written again. */
const KEPT_EACH_MS = 60_000;

let own: { readonly id: string | null } | null = null;
/** Asked once: on Windows a program has to be started for it. */
const ownBootId = (): string | null => {
  own ??= { id: readBootId() };
  return own.id;
};

/** The wall clock. One outside of the years 2000 to 2200 is taken as 2000: behind every validity. */
export const readWall = (): Instant =>
  instant.catch(instant.parse(946_684_800_000)).parse(Date.now());

/**
 * The machine's clocks. The boot clock is the one that runs on in sleep (`os.uptime`). A boot that
 * the system has no id for has one of its own in each process: then the wall clock is all there is
 * after a restart of the app, as after one of the machine.
 */
export const makeSystemClock = ({
  bootFile = null,
  systemBootId = ownBootId,
  elapsedMs = () => Math.round(uptime() * 1000),
}: Parts = {}): Clock => {
  const systemId = systemBootId();
  if (systemId === null || bootFile === null) {
    const bootId = systemId ?? randomUUID();
    return { wall: readWall, boot: () => ({ bootId, elapsedMs: elapsedMs() }) };
  }
  let boot = recogniseBoot(readSeenBoot(bootFile), systemId, elapsedMs(), randomUUID);
  const keep = (): void => {
    try {
      writeAtomically(bootFile, `${JSON.stringify(boot)}\n`);
    } catch {
      // A disk that takes nothing stops the terminal elsewhere, with words.
    }
  };
  keep();
  return {
    wall: readWall,
    boot: () => {
      const now = elapsedMs();
      if (now >= boot.elapsedMs + KEPT_EACH_MS) {
        boot = { ...boot, elapsedMs: now };
        keep();
      }
      return { bootId: boot.bootId, elapsedMs: now };
    },
  };
};
