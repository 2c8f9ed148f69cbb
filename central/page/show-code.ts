import { encode } from 'uqr';
import { codeQr } from '../../shared/protocol/code/code-qr.ts';
import { formatDeliveryCode } from '../../shared/protocol/code/delivery-code.ts';
import type { PageFacts } from '../../shared/protocol/link/page-fragment.ts';
import { drawing, element } from './dom.ts';
import type { Words } from './words/words.ts';

/** Modules of light all around, as the symbol needs them (ISO/IEC 18004). */
const QUIET = 4;

/**
 * The QR that the handheld's scanner reads. A quarter of it may be lost to glare and scratches (Q),
 * which costs nothing: with less, the symbol is as large.
 */
const qrOf = ({ shortId, code }: PageFacts, label: string): Node => {
  const { size, data } = encode(codeQr(shortId, code), { ecc: 'Q', border: QUIET });
  const dark = data.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])),
  );
  return drawing(
    'svg',
    { class: 'qr', role: 'img', 'aria-label': label, viewBox: `0 0 ${size} ${size}` },
    drawing('path', { d: dark.join('') }),
  );
};

/** What the driver gets: the QR, and the code to read out, one character at a time for who hears it. */
export const codeOf = (facts: PageFacts, words: Words): HTMLElement => {
  const shown = String.fromCharCode(...formatDeliveryCode(facts.code));
  const [first = '', second = ''] = shown.split('-').map((group) => [...group].join(' '));
  return element(
    'div',
    { class: 'show' },
    qrOf(facts, words.qr),
    element('p', { class: 'read-out' }, words.code),
    element(
      'p',
      { class: 'code', dir: 'ltr' },
      element('span', { 'aria-hidden': 'true' }, shown),
      element('span', { class: 'heard' }, `${first}, ${second}`),
    ),
  );
};
