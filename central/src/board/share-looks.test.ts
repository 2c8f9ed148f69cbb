import { expect, it } from 'vitest';
import { shareLooks } from './share-looks.ts';

/** Looks that end when they are told to, each with what was there as it began. */
const makeWorld = () => {
  const share = shareLooks<number>();
  const ends: ((error?: Error) => void)[] = [];
  const world = { there: 0, looks: 0, atOnce: 0, most: 0 };
  const look = (): Promise<number> => {
    const seen = world.there;
    world.looks++;
    world.atOnce++;
    world.most = Math.max(world.most, world.atOnce);
    return new Promise((resolve, reject) => {
      ends.push((error) => {
        world.atOnce--;
        if (error === undefined) resolve(seen);
        else reject(error);
      });
    });
  };
  return {
    world,
    ask: (key = 'a') => share(key, look),
    /** Ends the next look, and lets what waits for it begin. */
    end: async (error?: Error) => {
      ends.shift()?.(error);
      await new Promise(setImmediate);
    },
  };
};

it('looks once for all who ask meanwhile, after the look that was under way', async () => {
  const { world, ask, end } = makeWorld();
  const first = ask();
  world.there = 1;
  const others = Array.from({ length: 50 }, () => ask());
  await end();
  expect(await first).toBe(0);
  await end();
  expect(new Set(await Promise.all(others))).toEqual(new Set([1]));
  expect(world).toMatchObject({ looks: 2, most: 1 });
});

it('answers nobody with what was there before they asked', async () => {
  const { world, ask, end } = makeWorld();
  const asked: { readonly at: number; readonly answer: Promise<number> }[] = [];
  for (let n = 0; n < 200; n++) {
    world.there = n;
    asked.push({ at: n, answer: ask() });
    if (n % 3 === 0) await end();
  }
  while (world.atOnce > 0) await end();
  for (const { at, answer } of asked) expect(await answer).toBeGreaterThanOrEqual(at);
  expect(world.most).toBe(1);
});

it('looks anew once nothing is under way, and for other things at once', async () => {
  const { world, ask, end } = makeWorld();
  const [one, other] = [ask('a'), ask('b')];
  expect(world.looks).toBe(2);
  await end();
  await end();
  await Promise.all([one, other]);
  const again = ask('a');
  expect(world.looks).toBe(3);
  await end();
  await again;
});

it('tells a failure to those who asked for that look alone', async () => {
  const { world, ask, end } = makeWorld();
  const first = ask();
  const failed = expect(first).rejects.toThrow('away');
  const second = ask();
  await end(new Error('away'));
  await failed;
  world.there = 1;
  await end();
  expect(await second).toBe(0);
});
