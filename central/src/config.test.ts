import { expect, it } from 'vitest';
import { readConfiguration } from './config.ts';

it.each(['https://parcels.example/c', 'https://parcels.example/c/'])(
  "takes %s for the customer's page's address",
  async (address) => {
    const read = await readConfiguration({ KERBSIDE_PAGE_URL: address });
    expect(read).toMatchObject({ ok: true, value: { pageUrl: 'https://parcels.example/c/' } });
  },
);

it.each([
  'parcels.example',
  'ftp://parcels.example/',
  'https://a.example/?b',
  'https://a.example/#b',
])('refuses %s', async (address) => {
  expect(await readConfiguration({ KERBSIDE_PAGE_URL: address })).toMatchObject({
    error: { code: 'bad-configuration' },
  });
});
