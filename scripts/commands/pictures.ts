// `npm run pictures`: puts the pictures that the story has just made in the real app
// (`npm test -- --only e2e e2e/story.test.ts`) in the place of those of README.md and docs/driver.md.
import { copyFileSync, existsSync, globSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..', '..');
const story = path.join(root, 'out', 'story');

/** Each picture of the documents, and the step of the story whose end it shows. */
const PICTURES = {
  route: 'dock-pull',
  door: 'parcel-scan',
  accepted: 'accept',
  refused: 'wrong-customer-refused',
  dock: 'dock-push',
} as const;

for (const [name, step] of Object.entries(PICTURES)) {
  const [made] = globSync(`*-${step}.png`, { cwd: story });
  if (made === undefined || !existsSync(path.join(story, made))) {
    console.error(`There is no picture of ${step}. Run the story first.`);
    process.exit(1);
  }
  copyFileSync(path.join(story, made), path.join(root, 'docs', 'pictures', `${name}.png`));
  console.log(`docs/pictures/${name}.png`);
}
