import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { profileFolder } from './profile-folder.ts';

const user = { appData: join('users', 'a', 'roaming'), home: join('users', 'a') };

test('on Windows the profile is where nothing roams, whatever the environment says (W5)', () => {
  const local = join('users', 'a', 'local');
  const windows = { ...user, platform: 'win32' } as const;
  expect(profileFolder(undefined, { ...windows, env: { LOCALAPPDATA: local } })).toBe(
    join(local, 'Kerbside'),
  );
  const usual = join('users', 'a', 'AppData', 'Local', 'Kerbside');
  for (const env of [{}, { LOCALAPPDATA: '' }]) {
    expect(profileFolder(undefined, { ...windows, env })).toBe(usual);
  }
});

test('elsewhere it is where the system keeps what is a user’s, and a named one is taken anywhere', () => {
  const env = { LOCALAPPDATA: 'elsewhere' };
  expect(profileFolder(undefined, { ...user, platform: 'linux', env })).toBe(
    join(user.appData, 'Kerbside'),
  );
  for (const platform of ['linux', 'win32'] as const) {
    expect(profileFolder('named', { ...user, platform, env })).toBe(resolve('named'));
  }
});
