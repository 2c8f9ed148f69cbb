import type { z } from 'zod';
import type { JSONSchema, ToJSONSchemaParams } from 'zod/v4/core';
import {
  day,
  type deliveryId,
  hash,
  instant,
  publicKey,
  shortId,
  signature,
} from '../../../shared/protocol/ids.ts';

type Said = { readonly description?: string; readonly examples: readonly unknown[] };

/** What values of the protocol are, for people who read the description. */
const SAID = new Map<unknown, Said>([
  [instant, { description: 'Milliseconds since 1970 in UTC.', examples: [1_796_025_600_000] }],
  [day, { description: 'A day where the depot is.', examples: ['2026-11-30'] }],
  [shortId, { description: 'The reference, as customers read it out.', examples: ['7K3M9P'] }],
  [hash, { description: 'SHA-256, in base64url.', examples: ['A'.repeat(43)] }],
  [publicKey, { description: 'A public key, in base64url.', examples: ['A'.repeat(43)] }],
  [signature, { description: 'Ed25519 (RFC 8032), in base64url.', examples: ['A'.repeat(86)] }],
]);

type Override = NonNullable<ToJSONSchemaParams['override']>;
type Schema = JSONSchema.BaseSchema;
type Id = z.infer<typeof deliveryId>;

const EXAMPLE_ID = '3f0c9a52-6d3b-4b7e-9a54-0f6d2b1c7e11' as Id;
const UUID = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

const isUuid = ({ type, format, allOf }: Schema): boolean =>
  type === 'string' &&
  (format === 'uuid' || (allOf?.some(({ pattern }) => pattern?.includes('ffffffff-')) ?? false));

/** Writes a schema as a person would have: without bounds that every number has, in few words. */
export const tidySchema: Override = ({ zodSchema, jsonSchema }) => {
  const { def } = zodSchema._zod;
  delete jsonSchema.readOnly;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  // Who reads an answer must let members pass that a later version has.
  if (def.type === 'object' && !('catchall' in def && def.catchall !== undefined)) {
    delete jsonSchema.additionalProperties;
  }
  if (jsonSchema.format === 'date') delete jsonSchema.pattern;
  if (isUuid(jsonSchema)) {
    delete jsonSchema.allOf;
    Object.assign(jsonSchema, { format: 'uuid', pattern: UUID, examples: [EXAMPLE_ID] });
  }
  if (jsonSchema.anyOf !== undefined) {
    jsonSchema.anyOf = jsonSchema.anyOf.filter((one) => Object.keys(one).length > 0);
  }
  const said = SAID.get(zodSchema);
  if (said !== undefined) Object.assign(jsonSchema, said);
};
