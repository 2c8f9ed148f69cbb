import { z } from 'zod';
import type { DepotId } from '../../../shared/protocol/ids.ts';
import type { MappedHeading } from './read-header.ts';

export const importId = z.uuid().brand<'ImportId'>();
export type ImportId = z.infer<typeof importId>;

/** How an import is to be done. */
export type ImportOptions = {
  /** What its file is: a table, or a delivery as JSON in each line. */
  readonly kind: 'table' | 'json-lines';
  readonly goodOnly: boolean;
  readonly dryRun: boolean;
  /** Whether parcels are meant that were delivered or tried on that day already. */
  readonly again: boolean;
  readonly headings: readonly MappedHeading[];
  /** Whether the file waits to be mended where it is not imported. */
  readonly keep: boolean;
  /** What the file was called where it came from. */
  readonly name: string | null;
};

/** Why an import failed, other than by what is in its file. */
export type ImportFailure = 'died' | 'stopped' | 'rights-changed' | 'internal';

/** By what an import is found. */
export type ImportKey = { readonly depot: DepotId; readonly id: ImportId };
