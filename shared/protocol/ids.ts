import { z } from 'zod';

/** Milliseconds since 1970-01-01T00:00:00Z, whole, between the years 2000 and 2200. */
export const instant = z.int().min(946_684_800_000).max(7_258_118_400_000).brand<'Instant'>();
export type Instant = z.infer<typeof instant>;

/** In small letters, as RFC 9562 writes them: the same id never has two spellings. */
const uuid = z.uuid().regex(/^[^A-Z]*$/, 'an id is written in small letters');

export const terminalId = uuid.brand<'TerminalId'>();
export type TerminalId = z.infer<typeof terminalId>;
export const depotId = uuid.brand<'DepotId'>();
export type DepotId = z.infer<typeof depotId>;
export const deliveryId = uuid.brand<'DeliveryId'>();
export type DeliveryId = z.infer<typeof deliveryId>;
export const driverId = uuid.brand<'DriverId'>();
export type DriverId = z.infer<typeof driverId>;

export const routeId = uuid.brand<'RouteId'>();
export type RouteId = z.infer<typeof routeId>;

/** A day of the calendar in the depot's time zone, as YYYY-MM-DD. */
export const day = z.iso
  .date()
  // A database has no year 0.
  .refine((text) => !text.startsWith('0000'), 'there is no year 0')
  .brand<'Day'>();
export type Day = z.infer<typeof day>;

/** Who signs in at a terminal: a driver, by the id that a route has, or one of IT. */
export const staffId = uuid.brand<'StaffId'>();
export type StaffId = z.infer<typeof staffId>;

/** Somebody, or a program, that may ask central something. */
export const operatorId = uuid.brand<'OperatorId'>();

/** A customer's own token or authenticator, as central knows it. */
export const tokenId = uuid.brand<'TokenId'>();
export type TokenId = z.infer<typeof tokenId>;

/** Names a delivery on the customer's QR and in speech: six characters of the code's alphabet. */
export const shortId = z
  .string()
  .regex(/^[0-9A-HJKMNP-TV-Z]{6}$/)
  .brand<'ShortId'>();
export type ShortId = z.infer<typeof shortId>;

/** What is printed on a parcel, as text without its symbology identifier. */
export const parcelLabel = z
  .string()
  .regex(/^[\x21-\x7e]{4,48}$/)
  .brand<'ParcelLabel'>();
export type ParcelLabel = z.infer<typeof parcelLabel>;

/** Counts the issues of a code for one delivery, from 1. */
export const epoch = z.int().min(1).max(1_000_000).brand<'Epoch'>();
export type Epoch = z.infer<typeof epoch>;

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * So many bytes as unpadded base64url (RFC 4648, section 5): a pattern, because a page of the manifest
 * has a thousand of them, and to decode each costs more than all else that is looked at. The last
 * digit has no stray bits.
 */
const bytesOf = (length: 16 | 32 | 64) => {
  const digits = Math.ceil((length * 8) / 6);
  const stray = digits * 6 - length * 8;
  const last = [...DIGITS].filter((_, n) => n % 2 ** stray === 0).join('');
  const pattern = new RegExp(`^[A-Za-z0-9_-]{${digits - 1}}[${last}]$`);
  return z.string().regex(pattern, `must be ${length} bytes as unpadded base64url`);
};

/** An Ed25519 or X25519 public key, 32 bytes as unpadded base64url. */
export const publicKey = bytesOf(32).brand<'PublicKey'>();
export type PublicKey = z.infer<typeof publicKey>;
/** An Ed25519 signature (RFC 8032), 64 bytes as unpadded base64url. */
export const signature = bytesOf(64).brand<'Signature'>();
export type Signature = z.infer<typeof signature>;
/** A SHA-256 hash, 32 bytes as unpadded base64url. */
export const hash = bytesOf(32).brand<'Hash'>();
export type Hash = z.infer<typeof hash>;
/** 16 random bytes as unpadded base64url: salts, nonces, enrolment tokens. */
export const random16 = bytesOf(16).brand<'Random16'>();
export type Random16 = z.infer<typeof random16>;

/** The number of an entry in a terminal's log, from 1; 0 stands for 'none yet'. */
export const sequence = z.int().min(0).max(Number.MAX_SAFE_INTEGER).brand<'Sequence'>();
export type Sequence = z.infer<typeof sequence>;
