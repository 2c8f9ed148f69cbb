// `npm run pictures`: puts the pictures that tests have just made in the place of those of README.md,
// docs/driver.md and docs/console.md: of the story in the real app, and of the console
// (`npm test -- --only e2e e2e/story.test.ts e2e/console-terminals.test.ts e2e/console-import.test.ts
// e2e/console-proof.test.ts e2e/console-settings.test.ts e2e/console-settle.test.ts`).
import { copyFileSync, globSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..', '..');

/** Each picture of the documents, and the one of the tests that it is. */
const PICTURES = {
  route: 'story/*-dock-pull',
  door: 'story/*-parcel-scan',
  accepted: 'story/*-accept',
  refused: 'story/*-wrong-customer-refused',
  dock: 'story/*-dock-push',
  'console-depot': 'console-pictures/console-depot',
  'console-settle': 'console-pictures/console-settle',
  'console-messages': 'console-pictures/console-messages',
  'console-terminals': 'console-pictures/console-terminals',
  'console-enrol-several': 'console-pictures/console-enrol-several',
  'console-import': 'console-pictures/console-import',
  'console-proof': 'console-pictures/console-proof',
  'console-verify': 'console-pictures/console-verify',
  'console-reports': 'console-pictures/console-reports',
  'console-you': 'console-pictures/settings-you-1280-en-light',
  'console-audit': 'console-pictures/settings-audit-1280-en-light',
} as const;

const out = path.join(root, 'out');
for (const [name, picture] of Object.entries(PICTURES)) {
  const [made] = globSync(`${picture}.png`, { cwd: out });
  if (made === undefined) {
    console.error(`There is no out/${picture}.png. Run the tests that make it first.`);
    process.exit(1);
  }
  copyFileSync(path.join(out, made), path.join(root, 'docs', 'pictures', `${name}.png`));
  console.log(`docs/pictures/${name}.png`);
}
