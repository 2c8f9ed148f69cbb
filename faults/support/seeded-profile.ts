import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { outputOf } from '../../e2e/support/owned-process.ts';
import type { PrivateKeyring } from '../../e2e/support/private-keyring.ts';
import { aDelivery } from '../../electron/testing/samples.ts';
import { scriptedCode } from './scripted-central.ts';

const FILL = fileURLToPath(new URL('./fill-profile.ts', import.meta.url));

/** How many stops have a code that is known, and how many are there for the size alone. */
export type Seeds = { readonly sealed: number; readonly more: number };

/** Makes an enrolled and docked profile in a folder, its keys in this keychain. */
export const seedProfile = async (
  folder: string,
  { env }: Pick<PrivateKeyring, 'env'>,
  { sealed, more }: Seeds,
): Promise<void> => {
  mkdirSync(folder, { recursive: true });
  const args = [FILL, folder, String(sealed), String(more)];
  const said = await outputOf(process.execPath, args, { ...process.env, ...env });
  if (said !== `${sealed + more} stops\n`) throw new Error(`the profile has not all: ${said}`);
};

/** What a customer's QR says at stop `n`, from 1. */
export const seededScan = (n: number): string =>
  `KS1/${aDelivery(n).shortId}/${Buffer.from(scriptedCode(n)).toString('latin1')}`;

/** The label of the first parcel of stop `n`. */
export const seededLabel = (n: number): string => aDelivery(n).parcels[0] ?? '';
