// Draws the sheets of set-up barcodes in docs/scanner-labels: `node resources/make-scanner-labels.ts`.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { drawSheet, SHEETS } from './scanner-labels.ts';

const folder = path.join(import.meta.dirname, '..', 'docs', 'scanner-labels');
for (const [name, sheet] of Object.entries(SHEETS)) {
  writeFileSync(path.join(folder, `${name}.svg`), drawSheet(sheet));
}
