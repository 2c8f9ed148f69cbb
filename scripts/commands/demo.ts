// `npm run demo`: the app, seeded, with a guide that plays its scanner, for a person to try.
// `npm run demo -- --headless [--json]`: plays the story unattended in the real app, and saves a
// picture of each step under out/demo/.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { playStory } from '../../e2e/story/play-story.ts';
import { startWorld } from '../../e2e/story/world.ts';
import { build } from '../build.ts';
import { buildConsole } from '../build-console.ts';
import { buildCustomerPage } from '../build-customer-page.ts';
import { runInteractiveDemo } from '../demo/interactive.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const say = (text: string): void => void process.stderr.write(`kerbside: ${text}\n`);

const { values } = parseArgs({
  options: {
    headless: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

const playHeadless = async (json: boolean): Promise<boolean> => {
  const world = await startWorld({ gateway: true, say: (part) => say(`Starting ${part} …`) });
  const line = json ? say : console.log;
  try {
    const { results: steps } = await playStory(world, path.join(root, 'out', 'demo'), (step) => {
      line(`${step.ok ? '✓' : '✗'} ${step.id} (${step.ms} ms): ${step.detail}`);
    });
    const ok = steps.every((step) => step.ok);
    if (json) console.log(JSON.stringify({ steps, ok }));
    else console.log(ok ? 'Every step passed. Pictures: out/demo/' : 'A step failed.');
    return ok;
  } finally {
    await world.end();
  }
};

await build();
await buildCustomerPage();
await buildConsole();
const { DISPLAY, WAYLAND_DISPLAY } = process.env;
if (values.headless) {
  process.exitCode = (await playHeadless(values.json)) ? 0 : 1;
} else if (process.platform !== 'linux') {
  say("The demo's virtual scanner needs Linux: it is a pair of pseudo-terminals.");
  process.exitCode = 1;
} else if (DISPLAY === undefined && WAYLAND_DISPLAY === undefined) {
  say('There is no display here. To see the story played without one: npm run demo -- --headless');
  process.exitCode = 1;
} else {
  process.exitCode = await runInteractiveDemo(say);
}
process.exit();
