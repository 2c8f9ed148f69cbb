import { describe, expect, it } from 'vitest';
import { systemNow } from '../clock.ts';
import { seedPulled } from '../life/testing/acts-at.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { envOf, runCli } from '../testing/run-cli.ts';
import { codeFor, csvLine, HEADER } from '../testing/seed.ts';

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

  it('changes a delivery, in the time of the depot, and says what is wrong', async () => {
    const { first } = await seedPulled(central, 1, { route: 'L3', arrivalIn: 0 });
    const done = await kerbside('delivery', 'change', first.shortId, '--customer', 'R. Okafor');
    expect([done.code, done.err]).toEqual([0, '']);
    const shown = await kerbside('delivery', 'show', first.shortId);
    expect(shown.out).toContain('customer: R. Okafor');
    const refused = await kerbside('delivery', 'change', first.id, '--phone', '0170 1');
    expect(refused.err).toContain('[change-refused]\n  phone: ');
    expect((await kerbside('delivery', 'change', first.id)).code).toBe(2);
    const local = new Date(first.arrival + 60_000).toISOString().slice(11, 16);
    const moved = await kerbside('delivery', 'change', first.id, '--arrival', local);
    expect(moved.err).toBe('');
    expect((await kerbside('delivery', 'show', first.id)).out).toMatch(
      new RegExp(`^arrival: .* ${local}$`, 'm'),
    );
  });

  it('moves one to a position, and many to another route', async () => {
    const { deliveries, depot } = await seedPulled(central, 2, { route: 'L4', arrivalIn: 0 });
    const [one, other] = deliveries;
    if (one === undefined || other === undefined) throw new Error('too few');
    const placed = await kerbside('delivery', 'move', one.shortId, '--position', '9');
    expect([placed.code, placed.err]).toEqual([0, '']);
    const taken = await kerbside('delivery', 'move', other.shortId, '--position', '9');
    expect(taken.err).toContain('[position-taken]');
    const now = central.clock.now();
    const line = csvLine(now, 1, { route: 'L5', arrivalIn: 0 });
    await central.staff('POST', `/v1/depots/${depot}/deliveries`, `${HEADER}\n${line}`);
    const names = [one.shortId, other.shortId];
    const moved = await kerbside('delivery', 'move', ...names, '--to', 'L5');
    expect([moved.code, moved.err]).toEqual([0, '']);
    const listed = await kerbside('delivery', 'list', '--route', 'L5', '--depot', depot);
    expect(
      rows(listed.out)
        .map(([stop, name]) => [stop, name])
        .slice(2),
    ).toEqual([
      ['2', one.shortId],
      ['3', other.shortId],
    ]);
    expect((await kerbside('delivery', 'move', one.shortId)).code).toBe(2);
  });

  it('sends a code again while it waits, and makes another one', async () => {
    const { first } = await seedPulled(central, 1, { route: 'L6', arrivalIn: 7 * 3_600_000 });
    const sent = await kerbside('delivery', 'resend', first.shortId);
    expect(sent.err).toBe('');
    await codeFor(central, first);
    const none = await kerbside('delivery', 'resend', first.shortId);
    expect(none.err).toContain('instead: pass, override, reissue');
    const renewed = await kerbside('delivery', 'reissue', first.shortId);
    expect(renewed.out).toContain('another one will follow');
  });
});
