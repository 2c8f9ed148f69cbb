import { describe, expect, test } from 'vitest';
import type { Random16, Sequence } from '../ids.ts';
import type { PlainContent, SignedEntry } from '../log/entry.ts';
import { putBeside } from '../log/put-beside.ts';
import { readAuditFile } from './audit-file.ts';
import {
  audit,
  customer,
  epochs,
  fileOf,
  handOver,
  note,
  terminal,
  type Writing,
  write,
} from './testing/good-log.ts';

describe('what is personal in a log', () => {
  const said = { recipient: { to: 'neighbour', who: 'Müller, 12' }, note: 'Rang twice' } as const;
  const salt = 'AAAAAAAAAAAAAAAAAAAAAA' as Random16;
  const personal = write(
    [note(1), handOver(customer, 'hand-over', epochs[0]), note(2)].map(
      (writing): Writing =>
        (after) => {
          const content = writing(after) as PlainContent;
          const at = { terminal, sequence: (after.sequence + 1) as Sequence };
          return putBeside('note' in content ? { ...content, ...said } : content, at, () => salt);
        },
    ),
  );
  const [first, handedOver, last] = personal.entries as [SignedEntry, SignedEntry, SignedEntry];
  const whole = audit(personal.entries, personal.head);

  test('is there, and nothing is erased', () => {
    expect(whole).toMatchObject({ faults: [], erased: [], proved: [{ sequence: 2 }] });
  });

  test('can be erased, and all else stays as it was', () => {
    const { details: _, ...bare } = handedOver;
    const erased = audit([first, bare, last], personal.head);
    expect(erased).toEqual({ ...whole, erased: [{ sequence: 2, details: ['place', 'note'] }] });
    const half = { ...bare, details: { note: handedOver.details?.note } } as SignedEntry;
    expect(audit([first, half, last], personal.head)).toEqual({
      ...whole,
      erased: [{ sequence: 2, details: ['place'] }],
    });
  });

  test('cannot be altered unnoticed, and that takes nothing away from the proof', () => {
    const details = { ...handedOver.details, note: { salt, value: 'Nobody rang' } };
    const altered = audit([first, { ...handedOver, details }, last], personal.head);
    expect(altered).toEqual({ ...whole, faults: [{ sequence: 2, fault: 'altered-detail' }] });
  });

  test('of an entry that the terminal did not sign says nothing', () => {
    const foreign = { ...handedOver, signature: first.signature };
    const { details: _, ...bare } = foreign;
    for (const one of [foreign, bare]) {
      expect(audit([first, one, last], personal.head)).toMatchObject({
        erased: [],
        unproved: [{ reason: 'not-signed' }],
      });
    }
  });

  test('is refused with its file where the entry does not name it, or a salt is missing', () => {
    const note = handedOver.details?.note;
    for (const details of [{ note: { value: note?.value } }, { strokes: note }, {}]) {
      const file = fileOf([first, { ...handedOver, details } as SignedEntry, last]);
      expect(readAuditFile(file)).toMatchObject({ ok: false, error: { code: 'malformed' } });
    }
    const unnamed = { ...first, details: { note } } as SignedEntry;
    expect(readAuditFile(fileOf([unnamed, handedOver, last]))).toMatchObject({
      error: { code: 'malformed', where: 'entries.0' },
    });
  });
});
