import fc from 'fast-check';
import type { Purpose } from '../../../shared/protocol/verdict.ts';

/** What is held before the scanner or typed. Customers are numbers, from 1. */
export type Shown =
  /** The code of a customer, as a QR or bare; `older` by so many issues; of the dispatcher's kind. */
  | {
      readonly is: 'code';
      readonly customer: number;
      readonly purpose: Purpose;
      readonly older: number;
      readonly qr: boolean;
    }
  /** What the customers' token shows, or showed so many steps ago. */
  | { readonly is: 'token'; readonly ago: number }
  /** A signed pass; of the two that a customer has, one is good from the first, one for an afternoon. */
  | {
      readonly is: 'pass';
      readonly customer: number;
      readonly nth: 0 | 1;
      readonly audience: 'depot' | 'other';
    }
  | { readonly is: 'label'; readonly customer: number; readonly parcel: 0 | 1 }
  /** The customer's code as a linear barcode, which no code ever is. */
  | { readonly is: 'linear'; readonly customer: number }
  | { readonly is: 'mistyped' | 'unreadable' | 'unknown-label' | 'unknown-qr' | 'modem' };

/** Customers with a code, then two with one token; the last of the first is not given at first. */
export const CODES = 4;
export const STOPS = 6;
/** This one has a pass, and no stop. */
export const UNLISTED = 7;
/** After so many of the places where an action can be cut the terminal is dead; null: it lives. */
export type Dies = { readonly dies: number | null };

export const some = fc.constantFrom;
export const stop = some(1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 5, 6);
export const asks = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Purpose>('hand-over') },
  { weight: 1, arbitrary: fc.constant<Purpose>('override') },
);
export const diesBefore = (places: number) =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.nat({ max: places }) },
  );
/** A code that is tried and an entry have ten places; the entry about the clock has six more. */
export const dies = diesBefore(12);

const pass = (customer: fc.Arbitrary<number>) =>
  fc.record({
    is: fc.constant('pass' as const),
    customer,
    nth: some(0 as const, 0 as const, 1 as const),
    audience: some('depot' as const, 'depot' as const, 'depot' as const, 'other' as const),
  });
const token = fc.record({ is: fc.constant('token' as const), ago: some(0, 0, 0, 1, 1, -1, 2, 9) });
const code = (customer: fc.Arbitrary<number>, purpose: fc.Arbitrary<Purpose>, older: number[]) =>
  fc.record({
    is: fc.constant('code' as const),
    customer,
    purpose,
    older: some(...older),
    qr: fc.boolean(),
  });

/** What its customer has more often than not. */
export const shownAt = (at: number, asked: Purpose): fc.Arbitrary<Shown> => {
  const own = code(fc.constant(at), fc.constant(asked), [0]);
  return fc.oneof(
    { weight: 12, arbitrary: at > CODES && asked === 'hand-over' ? token : own },
    { weight: 6, arbitrary: code(stop, asks, [0, 0, 1]) },
    { weight: 2, arbitrary: pass(fc.oneof(fc.constant(at), fc.constant(UNLISTED), stop)) },
    {
      weight: 4,
      arbitrary: fc.record({
        is: fc.constant('label' as const),
        customer: fc.oneof(fc.constant(at), stop),
        parcel: some(0 as const, 1 as const),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        is: some('mistyped' as const, 'unreadable', 'unknown-label', 'unknown-qr', 'modem'),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ is: fc.constant('linear' as const), customer: fc.constant(at) }),
    },
  );
};
