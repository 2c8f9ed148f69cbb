import { describe, expect, it } from 'vitest';
import { readParcels } from './read-label.ts';

const A = '340987650000000042';
const B = '340987650000000059';
/** The labels, or the code of what is wrong. */
const read = (cell: string): readonly string[] | string => {
  const place = { timeZone: 'UTC', country: null };
  const result = readParcels(cell, { ...place, note: () => undefined });
  return result.ok ? result.value : result.error.code;
};

describe('several labels with only blanks between them', () => {
  it.each([
    [`${A} ${B}`, [A, B]],
    [`${A}\t${B}`, [A, B]],
    [`${A}\u00a0\u00a0${B}`, [A, B]],
    [`${A}${B}`, [A, B]],
    [`00${A}00${B}`, [A, B]],
    [`${A}/${B}`, [A, B]],
    [`00 ${A} 00 ${B}`, [A, B]],
    ['3409 8765 0000 0000 42 3409 8765 0000 0000 59', [A, B]],
    [`(00)${A} (00)${B}`, [A, B]],
    ['1234567890 1234567891', ['1234567890', '1234567891']],
    ['PK12345678 PK12345679', ['PK12345678', 'PK12345679']],
    [
      '(01)09506000134352(21)7 (01)09506000134352(21)8',
      ['0109506000134352217', '0109506000134352218'],
    ],
  ])('are each a label of their own: %j', (cell, labels) => {
    expect(read(cell)).toEqual(labels);
  });

  it.each([
    `00 ${A} 37 5`,
    `(00)${A} 37 5`,
    `(00)${A} ${B}`,
    `${A} 375`,
    '1001 1002 1003',
    '12345 67890',
  ])('are refused where they may be one: %j', (cell) => {
    expect(read(cell)).toBe('labels-unclear');
  });

  it.each([
    ['00 3409 8765 0000 0000 42', A],
    ['3 4098765 000000004 2', A],
    ['(00) 3409 8765 0000 0000 42', A],
    ['0 9506000 13435 2', '09506000134352'],
    ['7712 3456 7890', '771234567890'],
    ['(01)09506000134352 (21)7', '0109506000134352217'],
  ])('are not what the groups of one number are: %j', (cell, label) => {
    expect(read(cell)).toEqual([label]);
  });

  it.each([`(00)${A}(00)${B}`, '(01)09506000134352(21)7(21)8', `]C100${A}00${B}`])(
    'in one text of GS1 contradict each other: %s',
    (cell) => {
      expect(read(cell)).toBe('label-contradiction');
    },
  );
});

describe('a comma', () => {
  it.each([
    ['028-1234567-1234567,305-7654321-1234567', ['028-1234567-1234567', '305-7654321-1234567']],
    ['PK12345678,123-45678', ['PK12345678', '123-45678']],
    ['https://t.example/1,https://t.example/2', ['https://t.example/1', 'https://t.example/2']],
    ['https://t.example/1|https://t.example/2', ['https://t.example/1', 'https://t.example/2']],
    ['https://t.example/1,2', ['https://t.example/1,2']],
  ])('separates labels, but not the parts of an address: %s', (cell, labels) => {
    expect(read(cell)).toEqual(labels);
  });

  it('before three digits is no part of a label, but of a quantity', () => {
    expect(read(`${A},340`)).toBe('not-a-label');
    expect(read('1,234,567,890,123')).toBe('formatted-number');
    expect(read('1,234,567,890;ABCD-1')).toBe('formatted-number');
  });
});

describe('a cell that was filled by a scanner or a program', () => {
  it.each([
    [`]C100${A}`, A],
    [`]C1]C100${A}`, A],
    [`]d200${A}\u001d`, A],
    [']d20109506000134352217', '0109506000134352217'],
    ['0109506000134352217\u001d10A', '010950600013435221710A'],
    [']Q1PK12345678', 'PK12345678'],
    ['*PK12345678*', 'PK12345678'],
    [`"${A}"`, A],
    [`“${A}”`, A],
    [`=${A}`, A],
  ])('holds the label as the terminal reads it: %j', (cell, label) => {
    expect(read(cell)).toEqual([label]);
  });

  it('holds no label where its symbol holds none', () => {
    expect(read(']C100340987650000000043')).toBe('not-a-label');
    expect(read(']C1KS1/ABC')).toBe('label-like-a-qr');
  });
});

it.each(['https://example.org/track?id=1', 'https://example.org/t/AB?x=1', 'A?B12'])(
  'takes a label with a question mark in it: %s (L4)',
  (label) => {
    expect(read(label)).toEqual([label]);
  },
);

const MONTHS =
  'mrt-01 1-mei 01-mag set-01 01/fev 1.čvn 01-мая янв-01 Oca-01 01-helmi 1-maj. márc.-01 Mar-2026';
it.each([
  ...MONTHS.split(' '),
  'márc. 1.',
  '28.11.',
  '28. 11.',
  '01.03',
  '31/12',
  '3月1日',
  '12:30 PM',
])('refuses a label that became a date: %s (L5)', (cell) => {
  expect(read(cell)).toBe('turned-into-date');
});

it.each(['99.99', '32/01', 'mark-01', 'MAG-01'])(
  'takes a label that only resembles a date: %s (L4)',
  (label) => {
    expect(read(label)).toEqual([label]);
  },
);

it.each([
  ['1.E+05', 'scientific-number'],
  ['12.5%', 'formatted-number'],
  ['12,5 %', 'formatted-number'],
  ['1.234,00 €', 'formatted-number'],
  ['$1234.00', 'formatted-number'],
  ['#N/B', 'spreadsheet-error'],
  ['#I/T', 'spreadsheet-error'],
  ['#YOK', 'spreadsheet-error'],
  ['#Н/Д', 'spreadsheet-error'],
  ['#NENÍ_K_DISPOZICI', 'spreadsheet-error'],
  ['#DELEN_NUL/0', 'spreadsheet-error'],
  ['Fout:502', 'spreadsheet-error'],
])('refuses a label that a spreadsheet of any language spoilt: %s (L5)', (cell, code) => {
  expect(read(cell)).toBe(code);
});

it('takes a label that begins with a number sign (L4)', () => {
  expect(read('#A1234')).toEqual(['#A1234']);
  expect(read('#1001')).toEqual(['#1001']);
});

describe('the SSCC of a cell', () => {
  it.each([
    `SSCC: ${A}`,
    `SSCC ${A}`,
    `NVE 00${A}`,
    `[00]${A}`,
    `00-${A}`,
    '3-4098765-000000004-2',
    '(00) 3-4098765-000000004-2',
    '3.4098765.000000004.2',
    '340 987 650 000 000 042',
    `'${A}'`,
    `[${A}]`,
    '３４０９８７６５００００００００４２',
    '٣٤٠٩٨٧٦٥٠٠٠٠٠٠٠٠٤٢',
    `00${A}␝7041PX`,
    `00${A}<GS>7041PX`,
    `00${A}{GS}7041PX`,
  ])('is found whatever people and programs wrote around it: %s (L3)', (cell) => {
    expect(read(cell)).toEqual([A]);
  });

  it.each([
    '3-4098765-000000004-3',
    '123-4567890-12345678',
    '34098765-0000000042',
    'SSCC340987650000000043',
  ])('is not made of what may be a carrier’s own: %s (L4)', (cell) => {
    expect(read(cell)).toEqual([cell]);
  });

  it.each(['340 987 650 000 000 000', '340\u202f987\u202f650\u202f000\u202f000\u202f042'])(
    'is not made of a quantity: %s (L5)',
    (cell) => {
      expect(read(cell)).toBe('formatted-number');
    },
  );
});

describe('carriers’ numbers', () => {
  it.each([
    ['RR 123 456 785 DE', 'RR123456785DE'],
    ['1Z 999 AA1 01 2345 6784', '1Z999AA10123456784'],
  ])('are known by their own check digit, as printed: %s (L4)', (cell, label) => {
    expect(read(cell)).toEqual([label]);
  });

  it.each(['RR 123 456 784 DE', '1Z 999 AA1 01 2345 6785', 'JJD 0003 9000'])(
    'are not made of words without one: %s',
    (cell) => {
      expect(read(cell)).toBe('not-a-label');
    },
  );
});

describe('several labels', () => {
  it.each([
    'ABCD-1 + ABCD-2',
    'ABCD-1 / ABCD-2',
    'ABCD-1 & ABCD-2',
    '["ABCD-1","ABCD-2"]',
    "['ABCD-1', 'ABCD-2']",
    '{ABCD-1,ABCD-2}',
    '[ABCD-1,ABCD-2]',
  ])('are each one of its own in any list: %s', (cell) => {
    expect(read(cell)).toEqual(['ABCD-1', 'ABCD-2']);
  });

  it.each(['PK123456+PK123457', 'PK123456/PK123457', '12345678&12345679'])(
    'are refused where the sign between them may be a part: %s',
    (cell) => {
      expect(read(cell)).toBe('labels-unclear');
    },
  );

  it.each(['PK123456/1', '12345678/00000010', 'A+B-1234', '[)>ABC'])(
    'are not made of one with a sign in it: %s (L4)',
    (cell) => {
      expect(read(cell)).toEqual([cell]);
    },
  );
});

it.each([
  ['????', 'not-a-label'],
  ['....', 'not-a-label'],
  ['unbekannt', 'no-value'],
  ['Loading...', 'no-value'],
  ['(01)9506000134352(21)ABC', 'not-a-label'],
])('refuses what no parcel is labelled with: %s', (cell, code) => {
  expect(read(cell)).toBe(code);
});

it('says which letter of another alphabet looks like one of a label, and takes back a dash', () => {
  const result = readParcels('РК12345678', { timeZone: 'UTC', country: null, note: () => {} });
  expect(result.ok ? null : result.error.reason).toMatch('(U+0420)');
  expect(read('PK–12345678')).toEqual(['PK-12345678']);
});
