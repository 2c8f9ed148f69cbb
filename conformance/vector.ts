import { z } from 'zod';
import { fromHex } from '../shared/protocol/codec/bytes.ts';

/** One vector of ours: a function of the protocol by name, what goes in, what comes out. */
export const vector = z.strictObject({
  comment: z.string(),
  input: z.looseObject({ function: z.string() }),
  expect: z.record(z.string(), z.unknown()),
});
export type Vector = z.infer<typeof vector>;

/** What goes into a function. Bytes are lower-case hexadecimal. */
export type Input = Readonly<Record<string, unknown>>;
/** What comes out of one: `{error: code}` where the protocol refuses. */
export type Output = Readonly<Record<string, unknown>>;
export type VectorFunction = (input: Input) => Output | Promise<Output>;

/** Something to run, and what must come of it. */
export type Case = {
  readonly name: string;
  readonly expected: Output;
  readonly run: () => Output | Promise<Output>;
};

/** Thrown for a vector that is not one: it fails, and says why. */
class MalformedVector extends Error {}

/** Reads a value of the input by a schema. */
export const read = <S extends z.ZodType>(input: Input, name: string, schema: S): z.infer<S> => {
  const parsed = schema.safeParse(input[name]);
  if (parsed.success) return parsed.data;
  throw new MalformedVector(`"${name}" is ${input[name] === undefined ? 'missing' : 'malformed'}`);
};

const hexText = z.string().regex(/^([0-9a-f]{2})*$/);

export const bytes = (input: Input, name: string): Uint8Array =>
  fromHex(read(input, name, hexText));
export const bytesOrNull = (input: Input, name: string): Uint8Array | null =>
  input[name] === null ? null : bytes(input, name);
export const text = (input: Input, name: string): string => read(input, name, z.string());
export const whole = (input: Input, name: string): number => read(input, name, z.int());

/** The bytes as text, one character a byte: for what is ASCII by its form. */
export const ascii = (code: Uint8Array): string => String.fromCharCode(...code);
