import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { STEPS } from './steps.ts';
import type { Step, Story } from './story.ts';
import type { World } from './world.ts';

export interface StepResult {
  readonly id: string;
  readonly ok: boolean;
  readonly ms: number;
  readonly detail: string;
}

/**
 * Plays the story in a world that was just started, in the real app, and saves a picture of the
 * window that it is about after each step. Ends with the first step that does not hold.
 */
export const playStory = async (
  world: World,
  pictures: string,
  onStep: (result: StepResult) => void = () => undefined,
  steps: readonly Step[] = STEPS,
): Promise<{ readonly results: readonly StepResult[]; readonly story: Story }> => {
  rmSync(pictures, { recursive: true, force: true });
  mkdirSync(pictures, { recursive: true });
  const story: Story = {
    world,
    depot: '',
    driver: '',
    route: '',
    stops: [],
    codes: new Map(),
  };
  const results: StepResult[] = [];
  for (const [index, step] of steps.entries()) {
    const start = performance.now();
    let ok = true;
    let detail: string;
    try {
      detail = await step.play(story);
    } catch (error) {
      ok = false;
      detail = error instanceof Error ? error.message : String(error);
    }
    const number = String(index + 1).padStart(2, '0');
    const shown = step.isInConsole === true ? story.console : world.app.page;
    await shown
      ?.screenshot({ path: path.join(pictures, `${number}-${step.id}.png`) })
      .catch(() => undefined);
    const result = { id: step.id, ok, ms: Math.round(performance.now() - start), detail };
    results.push(result);
    onStep(result);
    if (!ok) break;
  }
  return { results, story };
};
