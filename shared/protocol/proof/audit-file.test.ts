import { describe, expect, test } from 'vitest';
import { NOTHING_PARTICULAR } from '../nothing-particular.ts';
import { nameOfProof, readAuditFile } from './audit-file.ts';
import { delivery, epochs, fileOf, good, terminal } from './testing/good-log.ts';

describe('a file is refused', () => {
  const changed = (change: (file: Record<string, never>) => void): string => {
    const file = JSON.parse(JSON.stringify(fileOf(good.entries, good.head)));
    change(file);
    const read = readAuditFile(file);
    return read.ok ? 'read' : `${read.error.code} ${read.error.where}`.trim();
  };
  // biome-ignore lint/suspicious/noExplicitAny: each change spoils the form in its own way.
  test.each<[string, (file: any) => void, string]>([
    ['of an unknown version', (file) => Object.assign(file, { version: 2 }), 'unknown-version'],
    ['without a version', (file) => delete file.version, 'unknown-version'],
    [
      'with an unknown kind of entry',
      (file) => Object.assign(file.entries[2].entry.content, { kind: 'login' }),
      'unknown-entry-kind entries.2',
    ],
    [
      'with an entry of an unknown version',
      (file) => Object.assign(file.entries[1].entry, { version: 3 }),
      'unknown-entry-version entries.1',
    ],
    [
      'with an entry of version 2 of a kind that version does not have',
      (file) => Object.assign(file.entries[0].entry, { version: 2 }),
      'unknown-entry-kind entries.0',
    ],
    ['with more than is known', (file) => Object.assign(file, { more: 1 }), 'malformed'],
    [
      'with more in an entry than is known',
      (file) => Object.assign(file.entries[0].entry, { more: 1 }),
      'malformed entries.0.entry',
    ],
    ['without entries', (file) => delete file.entries, 'malformed entries'],
    [
      'with two public keys for one code',
      (file) => file.verifiers.push({ ...file.verifiers[0], presenceKey: file.signingKey }),
      'malformed verifiers',
    ],
  ])('%s', (_name, change, code) => {
    expect(changed(change)).toContain(code);
  });

  test.each([[null], [1], ['text'], [[]], [{}]])('that is no such thing: %j', (value) => {
    expect(readAuditFile(value).ok).toBe(false);
  });
});

describe('a file that is refused says where', () => {
  const file = () => JSON.parse(JSON.stringify(fileOf(good.entries, good.head)));
  test.each([
    ['no object at all', () => 'text', 'malformed', ''],
    ['another version', () => ({ ...file(), version: 2 }), 'unknown-version', 'version'],
    ['no list of entries', () => ({ ...file(), entries: 7 }), 'malformed', 'entries'],
    [
      'something else among the entries, before one of an unknown kind',
      () => {
        const { entries, ...rest } = file();
        entries[1].entry.content.kind = 'login';
        return { ...rest, entries: [7, ...entries] };
      },
      'unknown-entry-kind',
      'entries.2',
    ],
    [
      'something else at its end',
      () => ({ ...file(), acknowledged: 7 }),
      'malformed',
      'acknowledged',
    ],
    ['more than is known', () => ({ ...file(), more: 1 }), 'malformed', ''],
  ])('%s', (_name, value, code, where) => {
    expect(readAuditFile(value())).toEqual({ ok: false, error: { code, where } });
  });
});

test('what a token opened has no public key to name', () => {
  const named = nameOfProof({
    ...{ kind: 'hand-over', purpose: 'hand-over', delivery, epoch: epochs[0], parcels: [] },
    ...NOTHING_PARTICULAR,
    proof: { scheme: 'oath', token: terminal as never, factor: 7 as never },
  });
  expect(named).toBeNull();
});
