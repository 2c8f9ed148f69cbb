import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseSettings, readProviderSettings } from './settings.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kerbside-settings-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const write = async (text: string, mode = 0o600): Promise<string> => {
  const file = join(folder, `${Math.random()}.json`);
  await writeFile(file, text);
  await chmod(file, mode);
  return file;
};

const KANNEL = {
  provider: 'kannel',
  url: 'http://127.0.0.1:13013/cgi-bin/sendsms',
  username: 'kerbside',
  password: 'geheim-123',
};
const HTTP = { provider: 'http', url: 'https://gateway.example/send', accepted: {} };

describe('the settings of a provider', () => {
  it('are read from a file of their owner’s', async () => {
    const read = await readProviderSettings(await write(JSON.stringify(KANNEL)));
    expect(read).toMatchObject({ ok: true, value: KANNEL });
  });

  it('are refused if everyone can read them', async () => {
    const read = await readProviderSettings(await write(JSON.stringify(KANNEL), 0o644));
    expect(read).toMatchObject({ ok: false, error: { code: 'bad-configuration' } });
    expect(read.ok || read.error.sentence).toContain('chmod o=');
  });

  it.each([
    ['not there', null],
    ['no JSON', '{'],
    ['of no provider', '{"provider":"pigeon"}'],
    ['with a member twice', '{"provider":"kannel","provider":"smpp"}'],
    ['with an unknown member', JSON.stringify({ ...KANNEL, colour: 'geheim-123' })],
    ['with a wrong address', JSON.stringify({ ...KANNEL, url: 'geheim-123' })],
  ])(
    'are refused if they are %s, in a sentence without any value of theirs',
    async (_what, text) => {
      const file = text === null ? join(folder, 'nowhere') : await write(text);
      const read = await readProviderSettings(file);
      expect(read).toMatchObject({ ok: false, error: { code: 'bad-configuration' } });
      expect(read.ok || read.error.sentence).not.toContain('geheim-123');
    },
  );

  it.each([
    { ...HTTP, url: 'https://gateway.example/{number}' },
    { ...HTTP, json: { to: ['{telephone}'] } },
    { ...HTTP, json: {}, form: {} },
    { ...HTTP, url: 'ftp://gateway.example' },
    { ...HTTP, accepted: { id: 'message.id' } },
    { provider: 'email', host: 'mail', from: 'a@b.example', recipient: '{name}@x.example' },
  ])('of a template are refused if it has a gap that nothing fills: %#', (settings) => {
    expect(parseSettings(settings).ok).toBe(false);
  });
});
