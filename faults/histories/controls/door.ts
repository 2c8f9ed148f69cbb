import type { Clock } from '../../../electron/app/ports/clock.ts';
import { NO_INSTRUCTIONS } from '../../../shared/protocol/no-instructions.ts';
import type { MovingFactor } from '../../../shared/protocol/schemes/oath/outcome.ts';
import type { SwitchedOff } from '../terminal-under-test.ts';
import { withStore, withWriter } from './with-store.ts';

/** Later than anything that was shown could be the same event. */
const LONG_AFTER_MS = 60_000;

/** A boot clock that runs away from whoever asks for nothing but how much of it has gone. */
const runningAway = (clock: Clock): Clock => {
  let ahead = 0;
  return {
    ...clock,
    boot: () => {
      const { bootId, elapsedMs } = clock.boot();
      let isNamed = false;
      return {
        get bootId() {
          isNamed = true;
          return bootId;
        },
        get elapsedMs() {
          if (!isNamed) ahead += LONG_AFTER_MS;
          return isNamed ? elapsedMs : elapsedMs + ahead;
        },
      };
    },
  };
};

/** Of what is shown, done and said at a door. */
export const OF_THE_DOOR: readonly SwitchedOff[] = [
  {
    without: 'the memory of what was just shown, by which one event is told from two',
    clock: runningAway,
  },
  { without: "the kind of symbol, by which a barcode is no customer's code", symbology: false },
  {
    without: 'what the driver did and said, kept beyond a crash',
    ports: withStore((store) => ({ doorNotes: { ...store.doorNotes, keep: () => undefined } })),
  },
  {
    without: 'the question about parcels that nobody scanned',
    ports: withStore((store) => ({
      policy: () => ({ ...store.policy(), unscanned: 'free' as const }),
    })),
  },
  {
    without: 'the scan of each parcel where the stop needs it',
    ports: withStore((store) => ({
      stop: (of) => {
        const found = store.stop(of);
        return found === null ? null : { ...found, instructions: NO_INSTRUCTIONS };
      },
    })),
  },
  {
    without: 'the wait after a wrong code',
    ports: withStore((store) => ({ policy: () => ({ ...store.policy(), waitsMs: [0] }) })),
  },
  {
    without: 'the lease',
    drawnFrom: 4,
    ports: withStore((store) => ({
      policy: () => ({ ...store.policy(), leaseMs: Number.MAX_SAFE_INTEGER }),
    })),
  },
  {
    without: 'the verifier of the message before',
    drawnFrom: 2,
    ports: withStore((store) => ({
      stop: (delivery) => {
        const stop = store.stop(delivery);
        return stop === null ? null : { ...stop, earlier: null };
      },
    })),
  },
  {
    without: 'the try that an older code gives back',
    drawnFrom: 2,
    ports: withWriter(() => ({ giveTryBack: () => undefined })),
  },
  {
    without: "the step that a token's code uses up",
    drawnFrom: 14,
    ports: withStore(() => ({ tokenNext: () => 0 as MovingFactor })),
  },
  {
    without: 'the look at what a pass was used for',
    drawnFrom: 23,
    ports: withStore((store) => ({
      acceptanceOf: () => null,
      isPassUsed: () => false,
      write: (work) =>
        store.write((writer) => work({ ...writer, accept: (one) => writer.accept(one) || true })),
    })),
  },
  {
    without: 'passes that central has taken back',
    ports: withStore(() => ({ isPassWithdrawn: () => false })),
  },
  {
    without: 'the end of the day for what may be taken back',
    ports: withStore((store) => ({
      entriesBefore: (sequence, limit) =>
        store.entriesBefore(sequence, limit).map((signed) => {
          const { entry } = signed;
          const time = { ...entry.time, at: Number.MAX_SAFE_INTEGER as typeof entry.time.at };
          return { ...signed, entry: { ...entry, time } };
        }),
    })),
  },
  {
    without: 'an exception that is taken back in one transaction with its entry',
    ports: withWriter(() => ({ undoException: () => undefined })),
  },
];
