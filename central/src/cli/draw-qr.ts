const QUIET = 4;

/**
 * A QR code in half blocks, two modules in one character, drawn light on dark with its quiet zone
 * so that a scanner reads it from the screen, whatever the terminal's colours are.
 */
export const drawQr = async (text: string): Promise<string> => {
  // Loaded when it is needed: it is large, and most commands draw nothing.
  const { default: bwip } = await import('bwip-js/node');
  const [matrix] = bwip.raw('qrcode', text, 'eclevel=M');
  if (matrix === undefined || !('pixs' in matrix)) throw new Error('no QR code was made');
  const { pixs, pixx, pixy } = matrix;
  const isDark = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < pixx && y < pixy && pixs[y * pixx + x] === 1;
  const lines: string[] = [];
  for (let y = -QUIET; y < pixy + QUIET; y += 2) {
    let line = '';
    for (let x = -QUIET; x < pixx + QUIET; x++) {
      const top = isDark(x, y);
      const bottom = isDark(x, y + 1);
      line += top ? (bottom ? ' ' : '▄') : bottom ? '▀' : '█';
    }
    lines.push(`\u001b[97;40m${line}\u001b[0m`);
  }
  return lines.join('\n');
};
