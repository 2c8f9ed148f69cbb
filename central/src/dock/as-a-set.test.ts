import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import type { ManifestDelivery } from '../../../shared/protocol/api/terminal.ts';
import type { DeliveryId, Sequence } from '../../../shared/protocol/ids.ts';
import { EMPTY_LOG, hashEntry, type LogPosition } from '../../../shared/protocol/log/chain.ts';
import type { SignedEntry } from '../../../shared/protocol/log/entry.ts';
import { NOTHING_PARTICULAR } from '../../../shared/protocol/nothing-particular.ts';
import type { Pool } from '../database/pool.ts';
import { passesAt } from '../passes/testing/passes-at.ts';
import {
  countHandOvers,
  makeCountHandOvers,
  type StoredHandOver,
} from '../proof/count-hand-overs.ts';
import { findTerminal } from '../terminals/terminals.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { codeFor, csvLine, deliveriesOf, HEADER, overrideFor, pullAll } from '../testing/seed.ts';
import { PULLED } from '../testing/test-terminal.ts';
import { tokensAt } from '../tokens/testing/tokens-at.ts';
import { takeEntries } from './take-entries.ts';

const central = centralForTests();
const { start: startWithToken } = tokensAt(central);
const { issue: issuePass } = passesAt(central);

/** Numbers in [0, 1) that come again: mulberry32. */
const numbersFrom = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};

/** One connection in a transaction that is undone: what is a transaction to the code is a part of it. */
const within = (client: pg.PoolClient): Pool => {
  const AS: Readonly<Record<string, string>> = {
    begin: 'savepoint act',
    commit: 'release savepoint act',
    rollback: 'rollback to savepoint act',
  };
  const query = (text: string, values?: unknown[]) => client.query(AS[text] ?? text, values);
  const connected = { query, on: () => {}, removeListener: () => {}, release: () => {} };
  return { connect: async () => connected, query } as never;
};

/** What of all this a person, or a terminal, would ever see. */
const LOOKED_AT = [
  `select delivery, epoch, sequence, token, factor from hand_over order by delivery`,
  `select id, status, version, exception from delivery order by id`,
  `select label, active from parcel order by label`,
  `select delivery, epoch, state, withdrawn_at, sms from issue order by delivery, epoch`,
  `select once, state, withdrawn_at from pass order by once`,
  `select id, next from token order by id`,
  `select sequence, code, entry_hash, times from finding order by sequence, code, entry_hash`,
  `select id, acknowledged, head_hash, floor_at from terminal order by id`,
  `select code_hmac from active_code order by code_hmac`,
  `select terminal, item::text from manifest_item order by terminal, item::text`,
];

type Count = typeof countHandOvers;

/** A terminal that may hand over in every way; and what comes of entries in these chunks. */
const start = async () => {
  const seeded = await startWithToken(3);
  const { depot, terminal, token } = seeded;
  const lines = [4, 5, 6, 7].map((position) => csvLine(central.clock.now(), position));
  await central.staff('POST', `/v1/depots/${depot}/deliveries`, [HEADER, ...lines].join('\n'));
  const deliveries = deliveriesOf((await pullAll(terminal)).items).sort(
    (a, b) => a.position - b.position,
  );
  const codes = new Map<DeliveryId, string>();
  for (const one of deliveries.slice(3)) codes.set(one.id, await codeFor(central, one));
  const overrides = new Map<DeliveryId, string>();
  for (const one of deliveries) overrides.set(one.id, await overrideFor(central, one));
  const passed = deliveries.slice(3, 6);
  const passes = await Promise.all(passed.map((one) => issuePass(one.id, { audience: 'depot' })));
  const known = await findTerminal(central.ports.pool, terminal.id);
  if (known === null) throw new Error('no terminal');
  const moment = central.clock.now();

  const outcome = async (
    chunks: readonly (readonly SignedEntry[])[],
    count: Count = countHandOvers,
  ) => {
    const client = await central.ports.pool.connect();
    try {
      await client.query('begin');
      const ports = { ...central.ports, pool: within(client), now: () => moment };
      const findings = [];
      for (const chunk of chunks) {
        findings.push(...(await takeEntries(ports, known, chunk, count)).findings);
      }
      const seen = [];
      for (const look of LOOKED_AT) seen.push((await client.query(look)).rows);
      return { findings, seen };
    } finally {
      await client.query('rollback');
      client.release();
    }
  };

  const forged = (
    { id, epoch }: Pick<ManifestDelivery, 'id' | 'epoch'>,
    after: LogPosition,
    proof: object,
  ): SignedEntry =>
    terminal.write(
      {
        kind: 'hand-over',
        ...NOTHING_PARTICULAR,
        purpose: 'hand-over',
        delivery: id,
        epoch,
        parcels: [],
        proof: proof as never,
      },
      { after },
    );
  const presence = 'A'.repeat(86);

  /** A log by chance: few stops and many acts, so that much comes twice. */
  const chance = async (random: () => number, length: number): Promise<SignedEntry[]> => {
    const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
    const ways: readonly ((after: LogPosition) => Promise<SignedEntry | null>)[] = [
      async (after) => terminal.write(PULLED, { after }),
      async (after) => forged(pick(deliveries), after, { scheme: 'sealed', presence }),
      async (after) =>
        forged({ id: randomUUID() as DeliveryId, epoch: deliveries[0]?.epoch as never }, after, {
          scheme: 'sealed',
          presence,
        }),
      async (after) => {
        const { id, epoch } = pick(deliveries.slice(0, 3));
        const factor = Math.floor(random() * 4);
        return forged({ id, epoch }, after, { scheme: 'oath', token, factor });
      },
      async (after) => {
        const delivery = pick(deliveries.slice(3));
        return terminal.handOver(delivery, codes.get(delivery.id) ?? '', { after });
      },
      async (after) => {
        const delivery = pick(deliveries);
        const code = overrides.get(delivery.id) ?? '';
        return terminal.handOver(delivery, code, { after, opens: 'override' });
      },
      async (after) => terminal.takePass(pick(passes).text, { after }),
      async (after) => {
        const { id: delivery, epoch } = pick(deliveries);
        const said = { delivery, epoch, outcome: 'nobody-home', note: '', strokes: [] } as const;
        return terminal.write({ kind: 'exception', ...said } as never, { after });
      },
      async (after) => {
        const { id: delivery } = pick(deliveries);
        const undoes = 1 as Sequence;
        return terminal.write({ kind: 'exception-undone', delivery, undoes }, { after });
      },
    ];
    const entries: SignedEntry[] = [];
    let head: LogPosition = EMPTY_LOG;
    while (entries.length < length) {
      const entry = await pick(ways)(head);
      if (entry === null) throw new Error('a code was refused');
      entries.push(entry);
      head = { sequence: entry.entry.sequence, hash: hashEntry(entry.entry) };
    }
    return entries;
  };
  /** Cuts a list somewhere, as often as chance has it. */
  const cut = <T>(random: () => number, list: readonly T[]): T[][] => {
    const chunks: T[][] = [[]];
    for (const one of list) {
      if (random() < 0.3) chunks.push([]);
      chunks.at(-1)?.push(one);
    }
    return chunks.filter((chunk) => chunk.length > 0);
  };
  return { outcome, chance, cut };
};

/** Everything at once, whatever depends on what: what the product must not do. */
const carelessly = makeCountHandOvers((stored: readonly StoredHandOver[]) => [stored]);

describe('entries that are handed in', () => {
  it('come to the same one by one, at once, or cut anywhere', async () => {
    const { outcome, chance, cut } = await start();
    const seen = { counted: 0, findings: new Set<string>() };
    let careless = 0;
    for (let seed = 1; seed <= 25; seed++) {
      const random = numbersFrom(seed);
      const entries = await chance(random, 4 + Math.floor(random() * 14));
      const oneByOne = await outcome(entries.map((one) => [one]));
      expect(await outcome([entries]), `seed ${seed}, at once`).toEqual(oneByOne);
      const chunks = cut(random, entries);
      expect(await outcome(chunks), `seed ${seed}, cut`).toEqual(oneByOne);
      seen.counted += oneByOne.seen[0]?.length ?? 0;
      for (const { code } of oneByOne.findings) seen.findings.add(code);
      const other = await outcome([entries], carelessly).catch(() => null);
      if (JSON.stringify(other) !== JSON.stringify(oneByOne)) careless++;
    }
    // It was about something, and would have found a set that is none.
    expect(seen.counted).toBeGreaterThan(50);
    expect([...seen.findings].sort()).toEqual(
      expect.arrayContaining(['no-presence', 'no-such-delivery', 'second-hand-over']),
    );
    expect(careless).toBeGreaterThan(5);
  }, 120_000);
});
