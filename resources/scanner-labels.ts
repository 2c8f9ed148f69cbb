import bwip from 'bwip-js/node';

/**
 * A barcode that sets a scanner: Code 128 with FNC3, which says that what follows is for the reader
 * itself (ISO/IEC 15417, 4.3.4).
 */
export type Label = {
  readonly title: string;
  readonly says: string;
  /** What is encoded beside FNC3; a carriage return as `\r`. */
  readonly content: string;
};

/** The labels of one maker, in the order in which they are scanned. */
export type Sheet = {
  readonly maker: string;
  readonly models: string;
  /** Where the maker has FNC3; for the standard it may be anywhere. */
  readonly fnc3: 'first' | 'last';
  readonly labels: readonly Label[];
  /** What is left to do, by the maker's own guide. */
  readonly after: string;
};

/** What could be checked, and nothing else: docs/scanners.md says where each of them is from. */
export const SHEETS: Readonly<Record<string, Sheet>> = {
  datalogic: {
    maker: 'Datalogic',
    models: 'Gryphon, QuickScan and Touch, but for the PowerScan 8300 and 8500',
    fnc3: 'first',
    labels: [
      {
        title: 'USB serial port (USB-COM)',
        says: 'The scanner beeps, and comes back as a serial port. All else is as from the factory.',
        content: '$P,HA47,P\r',
      },
      {
        title: 'AIM identifiers on',
        says: 'What is scanned begins with what kind of code it is, such as ]C1 or ]Q3.',
        content: '$P,CAIEN01,P\r',
      },
    ],
    after: 'That is all: USB-COM sends CR LF at the end of a scan.',
  },
  honeywell: {
    maker: 'Honeywell',
    models: 'Xenon, Voyager, Granit, Genesis and others that are set by tags such as VSUFCR',
    fnc3: 'last',
    labels: [
      {
        title: 'USB serial port',
        says: 'The scanner beeps, and comes back as a serial port.',
        content: '~TRMUSB130.',
      },
      {
        title: 'Carriage return at the end',
        says: 'Every scan ends with CR.',
        content: '~VSUFCR.',
      },
    ],
    after:
      "Then by the user's guide, chapter 'Data editing': the AIM ID as a prefix for all symbologies.",
  },
  zebra: {
    maker: 'Zebra',
    models: 'hand scanners that are set by 123Scan, but for the CS4070',
    fnc3: 'first',
    labels: [
      {
        title: 'Set all defaults',
        says: 'For a scanner that was used for something else. It is a USB keyboard afterwards.',
        content: '92',
      },
    ],
    after:
      "Then by the product reference guide: USB device type 'CDC host', and 'AIM code ID character'.",
  },
};

const CARRIAGE_RETURN = '^013';

/** Widths of bars and spaces in turn, a bar first, in modules. */
export const barsOf = ({ content }: Label, fnc3: Sheet['fnc3']): readonly number[] => {
  const data = content.replaceAll('\r', CARRIAGE_RETURN);
  const text = fnc3 === 'first' ? `^FNC3${data}` : `${data}^FNC3`;
  const [drawn] = bwip.raw('code128', text, 'parse parsefnc');
  if (drawn === undefined || !('sbs' in drawn)) throw new Error(`no Code 128: ${text}`);
  return drawn.sbs;
};

/** The width of the thinnest bar, in mm: a laser at arm's length reads it, and any printer. */
const MODULE_MM = 0.4;
const BAR_MM = 16;
const LEFT_MM = 24;
const EACH_MM = 52;
const TOP_MM = 62;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const line = (x: number, y: number, size: number, text: string, more = ''): string =>
  `<text x="${x}" y="${y}" font-size="${size}"${more}>${escaped(text)}</text>`;

const drawLabel = (label: Label, index: number, fnc3: Sheet['fnc3']): string => {
  const data = label.content.replaceAll('\r', ' CR');
  const top = TOP_MM + index * EACH_MM;
  let at = 0;
  const rects = barsOf(label, fnc3).flatMap((width, turn) => {
    const bar = turn % 2 === 0;
    const x = at;
    at += width;
    return bar ? [`<rect x="${x}" width="${width}" height="${BAR_MM / MODULE_MM}"/>`] : [];
  });
  return [
    line(LEFT_MM, top, 5.5, `${index + 1}. ${label.title}`, ' font-weight="bold"'),
    line(LEFT_MM, top + 6, 3.8, label.says),
    `<g data-label="${index}" transform="translate(${LEFT_MM} ${top + 11}) scale(${MODULE_MM})">`,
    ...rects,
    '</g>',
    line(
      LEFT_MM,
      top + 32,
      3.2,
      fnc3 === 'first' ? `FNC3 ${data}` : `${data} FNC3`,
      ' font-family="monospace"',
    ),
  ].join('\n');
};

/** A sheet of A4 as SVG, to be printed at its size. */
export const drawSheet = ({ maker, models, fnc3, labels, after }: Sheet): string =>
  [
    '<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm" viewBox="0 0 210 297" font-family="sans-serif">',
    `<title>Set-up barcodes for a ${escaped(maker)} scanner</title>`,
    '<rect width="210" height="297" fill="#ffffff"/>',
    line(LEFT_MM, 24, 8, `Kerbside: set a ${maker} scanner`, ' font-weight="bold"'),
    line(LEFT_MM, 31, 3.8, `For ${models}.`),
    line(LEFT_MM, 40, 3.8, 'Print at 100 %. Plug the scanner in, and scan from top to bottom.'),
    line(
      LEFT_MM,
      45.5,
      3.8,
      "A scanner that types or sends the text of a barcode has not taken it: use the maker's guide.",
    ),
    ...labels.map((label, index) => drawLabel(label, index, fnc3)),
    line(LEFT_MM, TOP_MM + labels.length * EACH_MM, 3.8, after),
    line(
      LEFT_MM,
      TOP_MM + labels.length * EACH_MM + 5.5,
      3.8,
      "On the terminal open 'Test the scanner': it shows each scan, its kind and how it ends.",
    ),
    '</svg>',
    '',
  ].join('\n');
