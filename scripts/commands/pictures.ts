// `npm run pictures`: puts the pictures that tests have just made in the place of those of README.md,
// docs/driver.md, docs/console.md and docs/console/: of the story in the real app, and of the console
// (`npm test -- --only e2e e2e/story.test.ts e2e/console-`).
import { copyFileSync, globSync } from 'node:fs';
import path from 'node:path';
import { PICTURES } from '../doc-pictures.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

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
