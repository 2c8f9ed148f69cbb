import { describe, expect, it } from 'vitest';
import { systemNow } from '../clock.ts';
import { seedPulled } from '../life/testing/acts-at.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { envOf, runCli } from '../testing/run-cli.ts';

// The command goes by this machine's clock, and so does the central that it talks to.
const central = centralForTests({ now: systemNow });
const kerbside = (...args: string[]) => runCli({ env: envOf(central) }, ...args);

/** One line of a table, in its words. */
const rows = (out: string): string[][] =>
  out
    .trim()
    .split('\n')
    .map((line) => line.split(/ {2,}/));

describe('kerbside delivery', () => {
  it('lists the stops of a route of today, and shows one', async () => {
    const { first, depot } = await seedPulled(central, 2, { route: 'L1', arrivalIn: 0 });
    const listed = await kerbside('delivery', 'list', '--route', 'L1', '--depot', depot);
    expect(listed.err).toBe('');
    expect(rows(listed.out).map(([stop]) => stop)).toEqual(['stop', '1', '2']);
    const shown = await kerbside('delivery', 'show', first.shortId.toLowerCase());
    expect(shown.out).toContain(`${first.shortId} (${first.id})`);
    expect(shown.out).toContain('times are of UTC');
    const json = JSON.parse((await kerbside('delivery', 'show', first.id, '--json')).out);
    expect(json).toMatchObject({ id: first.id, status: 'open', version: 2 });
  });

  it('cancels one or many, and says how the customers’ messages stand', async () => {
    const { deliveries } = await seedPulled(central, 3, { route: 'L2', arrivalIn: 7 * 3_600_000 });
    const names = deliveries.slice(0, 2).map(({ shortId }) => shortId);
    const done = await kerbside('delivery', 'cancel', ...names, '--reason', 'address-wrong');
    expect([done.code, done.err]).toEqual([0, '']);
    expect(rows(done.out).slice(1)).toEqual(names.map((name) => [name, 'cancelled', 'none']));
    const again = await kerbside('delivery', 'cancel', names[0] ?? '');
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('[unknown-reference]') });
    const closed = await kerbside('delivery', 'cancel', deliveries[0]?.id ?? '');
    expect(closed.err).toContain('[delivery-closed]');
  });
});
