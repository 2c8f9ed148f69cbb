import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { outputOf } from '../../e2e/support/owned-process.ts';
import type { PrivateKeyring } from '../../e2e/support/private-keyring.ts';

const FILL = fileURLToPath(new URL('./fill-profile.ts', import.meta.url));

/** How many stops have a code that is known, and how many are there for the size alone. */
export type Seeds = { readonly sealed: number; readonly more: number };

const filled = z.strictObject({
  stops: z.int(),
  /** What each customer's QR says, and the label of the first parcel. */
  customers: z.array(z.strictObject({ scan: z.string(), label: z.string() })),
});
/** What the customers of a profile have: the scan of each one's QR, and a parcel's label. */
export type SeededCustomers = z.infer<typeof filled>['customers'];

/** Makes an enrolled and docked profile in a folder, its keys in this keychain. */
export const seedProfile = async (
  folder: string,
  { env }: Pick<PrivateKeyring, 'env'>,
  { sealed, more }: Seeds,
): Promise<SeededCustomers> => {
  mkdirSync(folder, { recursive: true });
  const args = [FILL, folder, String(sealed), String(more)];
  const said = await outputOf(process.execPath, args, { env: { ...process.env, ...env } });
  const { stops, customers } = filled.parse(JSON.parse(said));
  if (stops !== sealed + more) throw new Error(`the profile has not all: ${said}`);
  return customers;
};
