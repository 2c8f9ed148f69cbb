import { expect, test } from 'vitest';
import type { Validity } from './commands/depot.ts';
import { typed } from './commands/door.ts';
import type { Command, History } from './commands/histories.ts';
import { playHistory } from './play-history.ts';

const HOUR = 3_600_000;
const valid: Validity = { opensIn: -HOUR, lasts: 12 * HOUR, attempts: 3 };
const historyOf = (...commands: readonly Command[]): History => ({
  leaseMs: 36 * HOUR,
  clockBlocks: true,
  waitsMs: [0],
  unscanned: 'free',
  signOutAtDock: false,
  docksOnNetwork: false,
  roster: false,
  validities: [valid, valid, valid, valid],
  commands,
});

const shown = typed(1, 'hand-over', 1);

test('an entry that a start has shown is not taken away by a copy from before it', async () => {
  for (let dies = 0; dies <= 10; dies++) {
    const seen = await playHistory(
      historyOf(
        { do: 'copy', slot: 0 },
        { ...shown, dies },
        { do: 'put-back', slot: 0, keychain: false, online: true },
      ),
    );
    expect(seen.get('put-back')).toBe(1);
  }
});

test('an exception at a stop that is handed over is no entry, and does not block the terminal', async () => {
  const seen = await playHistory(
    historyOf(shown, { do: 'except', stop: 1, outcome: 'damaged', dies: null }),
  );
  expect(seen.get('code: accepted by hand-over')).toBe(1);
  expect(seen.get('entry exception')).toBeUndefined();
});

test('what is over is erased with its route, and is answered for at another door', async () => {
  const at = { stop: 3, opened: 'touch', asks: 'hand-over', twice: false, dies: null } as const;
  const replies = { unscanned: 'scan', unfinished: 'drop' } as const;
  const qr = (customer: number): Command => ({
    ...{ do: 'scan', ...at, ...replies },
    shown: { is: 'code', customer, purpose: 'hand-over', older: 0, qr: true },
  });
  const withdraw = (stop: number): Command => ({ do: 'withdraw', stop, validity: valid });
  const pass = (ms: number): Command => ({ do: 'pass', ms });
  const dock: Command = { do: 'dock', cut: null, scans: null, dies: null };
  const seen = await playHistory(
    historyOf(
      ...[shown, withdraw(1), withdraw(2), dock, pass(HOUR), qr(1), qr(2)],
      ...[withdraw(3), withdraw(5), withdraw(6), dock, pass(24 * HOUR)],
    ),
  );
  expect(seen.get('code: refused already-used')).toBe(1);
  expect(seen.get('code: refused revoked')).toBe(1);
  // Three pages at first and one each time that something was withdrawn; without items for each of
  // these, and for the route.
  expect(seen.get('entry pulled')).toBe(3 + 2 + 2 + 1);
});
