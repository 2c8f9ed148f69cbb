import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { base32nopad } from '@scure/base';
import { describe, expect, it } from 'vitest';
import type { Random16 } from '../../../shared/protocol/ids.ts';
import { hotpCode } from '../../../shared/protocol/schemes/oath/hotp.ts';
import { systemNow } from '../clock.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { envOf, runCli } from '../testing/run-cli.ts';
import {
  csvLine,
  deliveriesOf,
  enrolTerminal,
  pullAll,
  seedRoute,
  TOKEN_HEADER,
} from '../testing/seed.ts';

// The command goes by this machine's clock, and so does the central that it talks to.
const central = centralForTests({ now: systemNow });

const kerbside = (input: string, ...args: string[]) =>
  runCli({ env: envOf(central), input: async () => input }, ...args);
const run = (...args: string[]) => kerbside('', ...args);

describe('kerbside pass', () => {
  it('draws a pass once, lists it, and withdraws it', async () => {
    const { terminal, depot } = await seedRoute(central, 1);
    const [delivery] = deliveriesOf((await pullAll(terminal)).items);
    if (delivery === undefined) throw new Error('no delivery');
    const spoken = `${delivery.shortId.slice(0, 3)} ${delivery.shortId.slice(3)}`.toLowerCase();
    const issued = await run('pass', 'issue', spoken, '--audience', 'route', '--depot', depot);
    expect([issued.code, issued.err]).toEqual([0, '']);
    expect(issued.out).toContain('▀');
    const text = /^KP1:.*$/m.exec(issued.out)?.[0] ?? '';
    const entry = terminal.takePass(text, { route: 'R1' });
    const named = await enrolTerminal(central, depot, 'Named');
    const args = ['--audience', 'terminal', '--terminal', named.id, '--json'];
    const other = JSON.parse((await run('pass', 'issue', delivery.id, ...args)).out);
    expect(named.takePass(other.text)).toBeDefined();
    const withdrawn = await run('pass', 'withdraw', other.once);
    expect(withdrawn).toMatchObject({ code: 0, out: `withdrew pass ${other.once}\n` });
    await terminal.handIn([entry]);
    const list = await run('pass', 'list', delivery.id);
    expect(list.out).toMatch(/terminal Named .* withdrawn\n.* route R1 .* used/);
    const handOvers = await run('hand-over', 'list', '--depot', depot);
    expect(handOvers.out).toMatch(/customer +yes +yes +pass +customer/);
    const again = await run('pass', 'issue', spoken, '--audience', 'depot');
    expect(again).toMatchObject({ code: 1, out: '' });
    expect(again.err).toContain('[delivery-closed]');
    const closed = await run('pass', 'issue', delivery.id, '--audience', 'depot');
    expect(closed.err).toContain('[delivery-closed]');
    expect((await run('pass', 'issue', delivery.id, '--audience', 'world')).code).toBe(2);
    expect((await run('pass', 'issue', delivery.id)).code).toBe(2);
  });

  it('withdraws one whose name begins with a hyphen', async () => {
    const once = Buffer.concat([Buffer.of(0xf8), randomBytes(15)]).toString(
      'base64url',
    ) as Random16;
    expect(once[0]).toBe('-');
    const { code, err } = await run('pass', 'withdraw', once);
    expect([code, err.includes('[unknown-pass]')]).toEqual([1, true]);
  });
});

describe('kerbside token', () => {
  it('adds a token whose seed comes from standard input, and opens a delivery by it', async () => {
    const seed = randomBytes(20);
    const text = base32nopad.encode(new Uint8Array(seed));
    const written = `${text.slice(0, 4)} ${text.slice(4).toLowerCase()}=\n`;
    let listed = '';
    const prepare = async (depot: string): Promise<void> => {
      const args = ['token', 'add', 'FT-1', '--depot', depot, '--scheme', 'hotp', '--seed'];
      const added = await kerbside(written, ...args, 'base32', '--digits', '8', '--next', '2');
      expect([added.code, added.err]).toEqual([0, '']);
      expect(added.out).toMatch(/^added token FT-1 /);
      listed = (await run('token', 'list', '--depot', depot)).out;
    };
    const { terminal, depot } = await seedRoute(central, 1, { token: 'FT-1' }, prepare);
    expect(listed).toMatch(/FT-1 .* hotp +SHA1 8 10 100 +2 +0 +active/);
    const [delivery] = deliveriesOf((await pullAll(terminal)).items);
    if (delivery === undefined) throw new Error('no delivery');
    const digits = Buffer.from(hotpCode('SHA1', seed, 2, 8)).toString('ascii');
    const recipient = { to: 'safe-place', where: 'shed' } as const;
    const entry = terminal.takeToken(delivery, digits, {
      recipient,
      note: 'wet',
      strokes: [[[1, 1]]],
    });
    expect(await terminal.handIn([entry])).toMatchObject({ findings: [] });
    const list = await run('hand-over', 'list', '--depot', depot);
    expect(list.out).toMatch(
      /customer +terminal's word +yes +token FT-1 +safe place: shed +– +yes +wet/,
    );
    const file = join(central.dataFolder, 'log.json');
    await run('terminal', 'export', terminal.id, '--out', file);
    const checked = await run('audit', 'verify', file);
    expect(checked.code).toBe(1);
    expect(checked.out).toContain("that is the terminal's word alone, and no proof [by-token]");
    const revoked = await run('token', 'revoke', 'FT-1', '--depot', depot);
    expect(revoked.out).toMatch(/^revoked token FT-1 /);
    const stops = join(central.dataFolder, 'stops.csv');
    await writeFile(stops, [TOKEN_HEADER, csvLine(Date.now(), 5, { token: 'FT-1' })].join('\n'));
    const refused = await run('delivery', 'import', stops, '--depot', depot);
    expect(refused.err).toContain('row 2, token: The token was revoked. [token-revoked]');
  });

  it('takes an OCRA token with its PIN from files, and refuses what does not fit', async () => {
    const { depot } = await seedRoute(central, 1);
    const [seedFile, pinFile] = ['seed', 'pin'].map((name) => join(central.dataFolder, name));
    if (seedFile === undefined || pinFile === undefined) throw new Error('no files');
    await writeFile(seedFile, `${randomBytes(32).toString('hex')}\n`);
    await writeFile(pinFile, `${randomBytes(20).toString('hex')}\n`);
    const add = (serial: string, ...more: string[]) =>
      run('token', 'add', serial, '--depot', depot, '--seed-file', seedFile, ...more);
    const suite = ['--scheme', 'ocra', '--suite', 'OCRA-1:HOTP-SHA1-6:QN08-PSHA1', '--seed', 'hex'];
    const added = await add('O-1', ...suite, '--pin-hash-file', pinFile);
    expect([added.code, added.err]).toEqual([0, '']);
    const problemOf = async (...args: string[]) => {
      const { code, err } = await add(...(args as [string]));
      return [code, /\[([a-z-]+)\]/.exec(err)?.[1]];
    };
    expect(await problemOf('O-2', ...suite)).toEqual([1, 'bad-pin-hash']);
    expect(await problemOf('O-1', ...suite, '--pin-hash-file', pinFile)).toEqual([
      1,
      'serial-taken',
    ]);
    const totp = ['--scheme', 'totp', '--seed', 'hex'];
    expect(await problemOf('T-1', ...totp, '--look-ahead', '3')).toEqual([2, 'bad-parameter']);
    expect(await problemOf('T-1', '--scheme', 'totp', '--seed', 'base32')).toEqual([1, 'bad-seed']);
    expect((await add('T-1', ...totp, '--step', '60', '--drift', '2')).code).toBe(0);
    expect((await add('T-2', '--scheme', 'totp')).code).toBe(2);
    const missing = join(central.dataFolder, 'missing');
    expect((await add('T-2', ...totp, '--seed-file', missing)).code).toBe(2);
    const nobody = await run('token', 'revoke', 'T-9', '--depot', depot);
    expect(nobody.err).toContain('[unknown-token]');
  });
});
