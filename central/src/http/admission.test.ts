import { describe, expect, it } from 'vitest';
import { makeAdmission } from './admission.ts';

const start = () => {
  const at = { now: 0 };
  const admission = makeAdmission(() => at.now, { places: 2, atOnce: 1, idleMs: 500 });
  return { at, ...admission };
};

describe('admission to dockings', () => {
  it('keeps a place from one request to the next, and gives it away when nothing is asked', async () => {
    const { at, enter, leave } = start();
    for (const who of ['a', 'b']) {
      expect(await enter(who)).toBeNull();
      leave(who, true);
    }
    expect(await enter('c')).toMatchObject({ waitMs: expect.any(Number) });
    at.now += 400;
    expect(await enter('a')).toBeNull();
    leave('a', true);
    at.now += 200;
    expect(await enter('c')).toBeNull();
    leave('c', true);
    expect(await enter('d')).not.toBeNull();
    expect(await enter('a')).toBeNull();
  });

  it('tells each terminal a moment of its own, and the same again to who comes too early', async () => {
    const { at, enter } = start();
    await enter('a');
    void enter('b');
    const moments: number[] = [];
    for (const who of ['c', 'd', 'e']) moments.push(at.now + ((await enter(who))?.waitMs ?? 0));
    expect(moments).toEqual([...new Set(moments)].sort((x, y) => x - y));
    at.now += 100;
    expect(at.now + ((await enter('d'))?.waitMs ?? 0)).toBe(moments[1]);
  });

  it('works on so many at one time, in the order in which they came', async () => {
    const { enter, leave } = start();
    const order: string[] = [];
    const ask = async (who: string) => {
      expect(await enter(who)).toBeNull();
      order.push(who);
    };
    await ask('a');
    const waiting = [ask('b'), ask('a')];
    await Promise.resolve();
    expect(order).toEqual(['a']);
    leave('a', true);
    await waiting[0];
    leave('b', true);
    await waiting[1];
    expect(order).toEqual(['a', 'b', 'a']);
  });

  it('does not let one terminal take the whole line', async () => {
    const { enter } = start();
    for (let n = 0; n < 4; n++) void enter('a');
    expect(await enter('a')).toMatchObject({ waitMs: expect.any(Number) });
    expect(await Promise.race([enter('b'), Promise.resolve('waits')])).toBe('waits');
  });

  it('keeps no place for who is not known', async () => {
    const { enter, leave } = start();
    for (const who of ['x', 'y', 'z']) {
      expect(await enter(who)).toBeNull();
      leave(who, false);
    }
  });
});
