import { z } from 'zod';
import type { HttpProblem } from './problems.ts';

/** What operations are about, in the order in which the document lists them. */
export const TAGS = {
  deliveries: 'Deliveries, and everything that changes in their lives.',
  routes: 'A day’s routes: who has which terminal and goes where.',
  imports: 'Files of deliveries, of any size.',
  messages: 'What customers are written, and what became of it.',
  codes: 'Signed passes and dispatchers’ overrides, where the code itself is lost.',
  tokens: 'Customers’ own tokens.',
  proof: 'What terminals handed in, each with its proof, and what a person must look at.',
  cases: 'What a person must decide: given to somebody, settled with a reason, taken up again.',
  reports: 'What depots did, in numbers.',
  terminals: 'Terminals: enrolled, listed, replaced, revoked.',
  webhooks: 'Who is told what becomes of deliveries, by requests to an address of theirs.',
  depots: 'Depots and their settings.',
  crew: 'Drivers, and who signs in at terminals.',
  operators: 'Who may do what here.',
  'sign-in': 'How people come in, and what everybody may see and change about themselves.',
  events: 'What changes, as it happens.',
  'personal-data': 'What is personal: for how long it is kept, and how it goes.',
  audit: 'What operators did, as a signed chain.',
  terminal: 'What terminals themselves ask for. Their requests are signed (RFC 9421).',
  providers: 'Where gateways report what became of a message.',
} as const;
export type Tag = keyof typeof TAGS;

/** What else an operation's description says, beside the schemas that parse and write. */
export type OperationMore = {
  /** The problems that it can answer with, beside those that every operation can. */
  readonly problems?: readonly HttpProblem[];
  /** Its answer has the version as ETag. */
  readonly etag?: true;
  /** Its answer says where what was made is. */
  readonly location?: true;
  /** What it sends as a stream: by media type, and what that has. */
  readonly sends?: Readonly<Record<string, z.ZodType>>;
  /** What it takes as a stream, of one of the types in `consumes`. */
  readonly takes?: z.ZodType;
};

/** What a route's schema has for its description. Fastify itself looks at none of it. */
export type Described = OperationMore & {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly [Tag];
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
};

/** The body of what is asked for without one; an empty object is taken as well. */
export const noBody = z.strictObject({}).nullish();

const describe =
  (security: Described['security']) =>
  (operationId: string, summary: string, tag: Tag, more: OperationMore = {}) => ({
    operationId,
    summary,
    tags: [tag] as const,
    security,
    ...more,
  });

/**
 * How an operation of operators is described. Its id is a verb and what it is about, in camel case;
 * it never changes, because clients are generated from it. The summary is one short sentence.
 */
export const operatorSchema = describe([{ key: [] }, { session: [] }]);

/** How what terminals ask for is described. */
export const terminalSchema = describe([{ terminal: [] }]);

/** How what anybody may ask for is described. */
export const openSchema = describe([]);
