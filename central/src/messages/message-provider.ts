import type { DepotId } from '../../../shared/protocol/ids.ts';

/** One message to one customer. Number and text, which has the code, are nowhere logged. */
export type OutgoingMessage = {
  readonly depot: DepotId;
  /** The same whenever it is sent: a gateway that knows it sends it once. */
  readonly id: string;
  /** In E.164 form. */
  readonly to: string;
  readonly text: string;
  /** Who it says it is from, as the depot wrote it. */
  readonly sender: string;
  /** Where the provider may call back about it; null: central wants no callback. */
  readonly reportUrl: string | null;
};

/** Why a message was refused, or came back. Nothing of it is to be tried again as it is. */
export const REFUSALS = [
  'bad-number',
  'unreachable-number',
  'blocked',
  'expired',
  'refused',
] as const;
export type Refusal = (typeof REFUSALS)[number];

/**
 * Why a message did not go now. `no-answer` and `not-understood` leave open whether the provider has
 * taken it; after the others it has not.
 */
export const DELAYS = [
  'unreachable',
  'busy',
  'not-authorised',
  'no-answer',
  'not-understood',
] as const;
export type Delay = (typeof DELAYS)[number];

/** `accepted`: the provider has it, and calls it by these ids in its reports, one for each part. */
export type ProviderAnswer =
  | { readonly kind: 'accepted'; readonly ids: readonly string[] }
  | { readonly kind: 'refused'; readonly why: Refusal }
  | { readonly kind: 'try-again'; readonly why: Delay };

/** What became of a message, or of a part of it. */
export type Fate =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'failed'; readonly why: Refusal }
  | { readonly kind: 'under-way' };

/** A provider's word on what it has by this id. */
export type ProviderReport = { readonly id: string; readonly fate: Fate };

/**
 * Hears a report that comes by itself. Resolves once the report is kept: only then is it
 * acknowledged. `unknown`: nothing has this id. Rejects if it cannot be kept now.
 */
export type TakeReport = (report: ProviderReport) => Promise<'kept' | 'unknown'>;

/** A request to a message's report address, whoever made it. */
export type Callback = {
  /** Whole, as the provider was told it. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The members of its query, and then of its body. */
  readonly query: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, string>>;
};

/**
 * Whoever takes messages to the network. A port: six providers are behind it, and
 * `message-provider.contract.ts` is what holds of each.
 */
export type MessageProvider = {
  readonly name: string;
  /** Whether it ever says what became of a message that it has accepted. */
  readonly reports: boolean;
  /** Begins what needs time, a connection for instance, and does not wait until it is there. */
  readonly start: (takeReport: TakeReport) => void;
  /**
   * Hands a message over. Never rejects, and has answered within a moment of the deadline, whatever
   * the other side does: `no-answer` then.
   */
  readonly send: (message: OutgoingMessage, deadline: AbortSignal) => Promise<ProviderAnswer>;
  /**
   * What a callback about a message says; `id` is null where the provider does not name it. Null if
   * the callback is not from this provider, or says nothing.
   */
  readonly readCallback: (
    callback: Callback,
  ) => { readonly id: string | null; readonly fate: Fate } | null;
  /** Leaves, within seconds. */
  readonly stop: () => Promise<void>;
};

export const accepted = (...ids: string[]): ProviderAnswer => ({ kind: 'accepted', ids });
export const refused = (why: Refusal): ProviderAnswer => ({ kind: 'refused', why });
export const tryAgain = (why: Delay): ProviderAnswer => ({ kind: 'try-again', why });
