import { describe, expect, it } from 'vitest';
import { PATHS } from '../../../shared/protocol/api/terminal.ts';
import { verifySignature } from '../../../shared/protocol/crypto/keys.ts';
import type { Details } from '../../../shared/protocol/log/details.ts';
import type { PlainContent, SignedEntry } from '../../../shared/protocol/log/entry.ts';
import { auditLog } from '../../../shared/protocol/proof/audit.ts';
import { auditFile } from '../../../shared/protocol/proof/audit-file.ts';
import { openPool } from '../database/pool.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { codeFor } from '../testing/seed.ts';
import { random16 } from '../testing/send-signed.ts';
import type { TestTerminal } from '../testing/test-terminal.ts';
import { entriesAt } from './testing/entries-at.ts';

const central = centralForTests();
const { start, handOversOf, findingsOf } = entriesAt(central);

const SAID = {
  recipient: { to: 'neighbour', who: 'Müller, 12' },
  note: 'Rang twice',
  strokes: [[[1, 2] as [number, number]]],
} as const;
const THERE = { place: 'there', note: 'there', strokes: 'there' };
const SHOWN = { recipient: SAID.recipient, note: SAID.note, signed: true };

/** A terminal that handed a delivery over to a neighbour, and has not handed that in. */
const begin = async (version: 1 | 2 = 2) => {
  const given = await start();
  const { terminal, delivery } = given;
  const said = { ...SAID, strokes: SAID.strokes.map((stroke) => [...stroke]), version };
  const signed = await terminal.handOver(delivery, await codeFor(central, delivery), said);
  if (signed === null) throw new Error('the code is wrong');
  return { terminal, delivery, signed };
};
const exported = async (terminal: TestTerminal) =>
  auditFile.parse((await central.staff('GET', `/v1/terminals/${terminal.id}/log`)).body);
const tellTime = async (terminal: TestTerminal, query: string) =>
  (await terminal.send('POST', `${PATHS.time}${query}`, { nonce: random16() })).body;

describe('what is personal in an entry', () => {
  it('comes in beside it, and is listed and exported with it', async () => {
    const { terminal, signed } = await begin();
    expect(await terminal.handIn([signed])).toEqual({ acknowledged: 1, findings: [] });
    expect(await handOversOf(terminal)).toMatchObject([
      { ...SHOWN, strokes: SAID.strokes, details: THERE, proved: true },
    ]);
    const file = await exported(terminal);
    expect(file.entries).toEqual([signed]);
    expect(auditLog(file, verifySignature)).toMatchObject({ faults: [], erased: [] });
    const pool = openPool(central.databaseUrl, () => {});
    const { rows } = await pool.query('select entry::text from entry where terminal = $1', [
      terminal.id,
    ]);
    await pool.end();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain('Müller');
  });

  it('stands in the entry itself where the terminal writes version 1', async () => {
    const { terminal, signed } = await begin(1);
    expect(await terminal.handIn([signed])).toEqual({ acknowledged: 1, findings: [] });
    expect(await handOversOf(terminal)).toMatchObject([{ ...SHOWN, details: THERE }]);
    expect((await exported(terminal)).entries).toEqual([signed]);
  });

  it('may be gone from the terminal, and is not taken a second time', async () => {
    const { terminal, signed } = await begin();
    const { details: _, ...bare } = signed;
    expect(await terminal.handIn([bare])).toEqual({ acknowledged: 1, findings: [] });
    const erased = { place: 'erased', note: 'erased', strokes: 'erased' };
    const shown = { recipient: { to: 'neighbour' }, note: '', strokes: [], signed: true };
    for (const again of [bare, signed]) {
      expect(await terminal.handIn([again])).toEqual({ acknowledged: 1, findings: [] });
      const [listed] = await handOversOf(terminal);
      expect(listed).toMatchObject({ ...shown, details: erased, proved: true, counted: true });
      expect(listed.recipient).toEqual({ to: 'neighbour' });
    }
  });

  it('is not kept where it was altered; the hand-over counts, and is a finding', async () => {
    const { terminal, signed } = await begin();
    const note = signed.details?.note as NonNullable<Details['note']>;
    const details = { ...signed.details, note: { ...note, value: 'Nobody rang' } };
    expect(await terminal.handIn([{ ...signed, details }])).toEqual({
      acknowledged: 1,
      findings: [{ sequence: 1, code: 'altered-detail' }],
    });
    expect(await findingsOf(terminal)).toEqual(['1 altered-detail']);
    expect(await handOversOf(terminal)).toMatchObject([
      { note: '', details: { ...THERE, note: 'erased' }, counted: true, proved: true },
    ]);
  });

  it('of an exception, and of a fork, is kept in the same way', async () => {
    const { terminal, delivery, signed } = await begin();
    const said = { note: 'Box crushed', strokes: [] };
    const content: PlainContent = {
      ...{ kind: 'exception', delivery: delivery.id, epoch: delivery.epoch, outcome: 'damaged' },
      ...said,
    };
    const fork = terminal.write(content, { after: { sequence: 0, hash: null } as never });
    const exception = terminal.write(content);
    const { findings } = await terminal.handIn([signed, fork, exception]);
    expect(findings).toEqual([{ sequence: 1, code: 'forked' }]);
    const { body } = await central.staff('GET', `/v1/exceptions?terminal=${terminal.id}`);
    expect(body.exceptions).toMatchObject([
      {
        note: said.note,
        signed: false,
        details: { place: 'none', note: 'there', strokes: 'none' },
      },
    ]);
    expect((await exported(terminal)).entries).toEqual([signed, fork, exception]);
  });

  it('is refused whole where the entry does not name it', async () => {
    const { terminal, signed } = await begin();
    const stray = { ...terminal.write({ kind: 'clock-fault', wall: 1e12 as never }) };
    const entries: unknown[] = [signed, { ...stray, details: { note: signed.details?.note } }];
    await expect(terminal.handIn(entries as SignedEntry[])).rejects.toThrow('bad-request');
    expect(await handOversOf(terminal)).toEqual([]);
  });
});

describe('the version of entries that central reads', () => {
  it('is signed with the time for a terminal that says what it writes, and for no other', async () => {
    const { terminal } = await start();
    expect((await tellTime(terminal, '?entries=2')).document).toMatchObject({ entries: 2 });
    expect((await tellTime(terminal, '?entries=9')).document).toMatchObject({ entries: 2 });
    expect((await tellTime(terminal, '')).document).not.toHaveProperty('entries');
    expect((await tellTime(terminal, '?entries=1')).type).toContain('bad-request');
  });
});
