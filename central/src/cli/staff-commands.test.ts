import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../shared/protocol/codec/bytes.ts';
import { readBadge } from '../../../shared/protocol/crew/badge.ts';
import { isRightPin } from '../../../shared/protocol/crew/pin.ts';
import type { StaffId } from '../../../shared/protocol/ids.ts';
import { systemNow } from '../clock.ts';
import { makeNativeArgon2id } from '../codes/argon2id.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { envOf, runCli } from '../testing/run-cli.ts';
import { enrolTerminal, pullAll, seedRoute } from '../testing/seed.ts';
import { dumpDatabase } from '../testing/test-central.ts';

// The command goes by this machine's clock, and so does the central that it talks to.
const central = centralForTests({ now: systemNow });

const kerbside = (input: string, ...args: string[]) =>
  runCli({ env: envOf(central), input: async () => input }, ...args);
const run = (...args: string[]) => kerbside('', ...args);
const json = async (...args: string[]) => JSON.parse((await run(...args, '--json')).out);

describe('kerbside staff', () => {
  it('adds a driver under the id that routes name, and shows the badge once', async () => {
    const { depot, driver } = await seedRoute(central, 1);
    const added = await run('staff', 'add', 'Dora', '--role', 'driver', '--depot', depot);
    expect([added.code, added.err]).toEqual([0, '']);
    expect(added.out).toContain('▀');
    const text = /^KB1:.{24}$/m.exec(added.out)?.[0] ?? '';
    const { staff } = await json('staff', 'list', '--depot', depot);
    expect(staff).toMatchObject([{ id: driver, number: 1, name: 'Dora', badge: true, pin: false }]);
    const again = await run('staff', 'add', 'Dora', '--role', 'driver', '--depot', depot);
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('[name-taken]')]);
    const dump = await dumpDatabase(central);
    expect(dump).toContain(readBadge(utf8(text)));
    expect(dump).not.toContain(text.slice(4));
  });

  it('gives every terminal of the depot who may sign in, and takes it away', async () => {
    const { depot, terminal } = await seedRoute(central, 1);
    const before = await pullAll(terminal);
    const { member, badge } = await json('staff', 'add', 'Ida', '--role', 'it', '--depot', depot);
    const number = String(member.number);
    const made = await json('staff', 'badge', number, '--depot', depot);
    const pinned = await kerbside('482913\n', 'staff', 'pin', 'Ida', '--depot', depot);
    expect(pinned.out).toBe('Ida (it, number 1) has a new PIN\n');

    const { items, cursor } = await pullAll(terminal, before.cursor);
    const [first, second, last] = items;
    expect(first).toMatchObject({ type: 'staff', id: member.id, role: 'it', pin: null });
    expect(first).toMatchObject({ badge: readBadge(utf8(badge)) });
    expect(second).toMatchObject({ badge: readBadge(utf8(made.badge)) });
    if (last?.type !== 'staff' || last.pin === null) throw new Error('no PIN came');
    const isRight = (pin: string) =>
      isRightPin(last.id, last.pin as never, utf8(pin), makeNativeArgon2id(1));
    expect([await isRight('482913'), await isRight('482914')]).toEqual([true, false]);

    const late = await enrolTerminal(central, depot, 'Late');
    const told = (await pullAll(late)).items.filter((item) => item.type === 'staff');
    expect(told).toEqual([last]);

    const removed = await run('staff', 'remove', member.id, '--depot', depot);
    expect(removed.out).toBe('removed Ida (it, number 1)\n');
    expect((await pullAll(terminal, cursor)).items).toEqual([
      { type: 'staff-removed', id: member.id as StaffId },
    ]);
    expect((await run('staff', 'list', '--depot', depot)).out).toBe('none\n');
    const back = await json('staff', 'add', 'Ida', '--role', 'it', '--depot', depot);
    expect(back.member.number).toBe(2);
  });

  it.each(['12345', '1234567890123', 'abcdef', ''])('refuses %j as a PIN', async (pin) => {
    const { code, err } = await kerbside(pin, 'staff', 'pin', 'Dora', '--depot', 'any');
    expect([code, err]).toEqual([2, expect.stringContaining('[bad-pin]')]);
    expect(pin === '' || !err.includes(pin)).toBe(true);
  });

  it('says what is wrong about a number, a name and a depot', async () => {
    const { depot } = await seedRoute(central, 1);
    const add = ['staff', 'add', '--role', 'driver', '--depot', depot];
    expect((await run(...add, 'Dora', '--number', '7')).code).toBe(0);
    expect((await run(...add, 'Emil', '--number', '7')).err).toContain('[number-taken]');
    expect((await run(...add, 'Emil', '--number', '0')).code).toBe(2);
    expect((await run('staff', 'badge', 'Nobody', '--depot', depot)).err).toContain(
      '[unknown-staff]',
    );
    expect((await run('staff', 'list', '--depot', 'nowhere')).err).toContain('[unknown-depot]');
  });
});
