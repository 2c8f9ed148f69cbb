import { depotId, instant, terminalId } from '../protocol/ids.ts';
import type { DiagnosticsReport } from '../terminal/support/report.ts';

const now = instant.parse(Date.UTC(2026, 10, 24, 10));
const hours = (ago: number) => instant.parse(now - ago * 3_600_000);

/** What a terminal says of itself that has nothing wrong with it. */
export const sampleReport = (): DiagnosticsReport & {
  readonly terminal: NonNullable<DiagnosticsReport['terminal']>;
} => ({
  at: now,
  problem: null,
  settingsProblem: null,
  machine: {
    app: '0.1.0',
    electron: '45.4.1',
    chromium: '152.0.7444.59',
    node: '24.11.0',
    platform: 'linux',
    architecture: 'x64',
    keychain: 'secret-service',
    disk: { free: 12_300_000_000, size: 64_000_000_000 },
    scannerPath: null,
  },
  terminal: {
    identity: {
      terminal: terminalId.parse('3f2a91c0-7d1e-4f0a-9b57-0c1d2e3f4a5b'),
      depot: depotId.parse('ba0465f4-9ae1-4d97-a28e-b70a177528f4'),
      fingerprint: 'X7QD 92MX 4TZ8 A3BC V5WN 6R0P',
    },
    store: { bytes: 1_245_184, schema: 3, sqlite: '3.53.4', whole: true },
    log: { length: 152, head: 'x7Qd92Mx', waiting: 13, since: hours(2) },
    scanner: { status: 'connected', problem: null, lastScan: hours(1) },
    clock: {
      wall: now,
      trust: 'central',
      wrong: false,
      leaseEnds: hours(-31),
      lastDock: hours(5),
    },
  },
  reach: { state: 'reached', central: 'https://kerbside.depot.example', offsetMs: 214 },
});
