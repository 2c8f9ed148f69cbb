import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';

type Options = {
  readonly challenge: string;
  readonly rpId?: string;
  readonly rp?: { readonly id?: string };
  readonly user?: { readonly id: string };
};

/** What is otherwise about a response than a good authenticator and a good browser make it. */
export type Oddity = {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  readonly type?: string;
  readonly isVerified?: boolean;
  readonly counter?: number;
  readonly userHandle?: string;
  readonly flipsSignature?: boolean;
};

const toText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const hash = (data: Uint8Array | string): Buffer => createHash('sha256').update(data).digest();
const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'hex');

const PRESENT = 0x01;
const VERIFIED = 0x04;
const HAS_KEY = 0x40;

/**
 * An authenticator in software with one passkey (WebAuthn Level 3, 6), and the browser around it: what
 * a real one never sends can be had of it. `e2e/console-settings.test.ts` holds central to a real browser.
 */
export const makeAuthenticator = (origin: string) => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const id = randomBytes(16);
  let counter = 0;
  let user = '';

  const clientData = (type: string, { challenge }: Options, odd: Oddity): Buffer =>
    Buffer.from(
      JSON.stringify({
        type: odd.type ?? type,
        challenge: odd.challenge ?? challenge,
        origin: odd.origin ?? origin,
        crossOrigin: false,
      }),
    );
  const authenticatorData = (options: Options, odd: Oddity, more = 0): Buffer => {
    const count = Buffer.alloc(4);
    counter = odd.counter ?? counter + 1;
    count.writeUInt32BE(counter);
    const flags = PRESENT | (odd.isVerified === false ? 0 : VERIFIED) | more;
    const rpId = odd.rpId ?? options.rpId ?? options.rp?.id ?? '';
    return Buffer.concat([hash(rpId), Buffer.of(flags), count]);
  };
  const credential = { id: toText(id), rawId: toText(id), type: 'public-key' };

  return {
    id: toText(id),
    /** What `navigator.credentials.create()` gives. */
    create: (options: Options, odd: Oddity = {}) => {
      user = options.user?.id ?? '';
      // An ES256 key as COSE has it (RFC 9053, 7.1.1).
      const key = Buffer.concat([
        hex('a5 01 02 03 26 20 01 21 58 20'),
        Buffer.from(x, 'base64url'),
        hex('22 58 20'),
        Buffer.from(y, 'base64url'),
      ]);
      const data = Buffer.concat([
        authenticatorData(options, odd, HAS_KEY),
        Buffer.alloc(16),
        Buffer.of(0, id.length),
        id,
        key,
      ]);
      const attestation = Buffer.concat([
        hex('a3'),
        Buffer.of(0x63),
        Buffer.from('fmt'),
        Buffer.of(0x64),
        Buffer.from('none'),
        Buffer.of(0x67),
        Buffer.from('attStmt'),
        hex('a0'),
        Buffer.of(0x68),
        Buffer.from('authData'),
        Buffer.of(0x58, data.length),
        data,
      ]);
      const clientDataJSON = toText(clientData('webauthn.create', options, odd));
      return {
        ...credential,
        response: { clientDataJSON, attestationObject: toText(attestation), transports: ['usb'] },
        clientExtensionResults: {},
      };
    },
    /** What `navigator.credentials.get()` gives. */
    get: (options: Options, odd: Oddity = {}) => {
      const client = clientData('webauthn.get', options, odd);
      const data = authenticatorData(options, odd);
      const signature = createSign('sha256')
        .update(Buffer.concat([data, hash(client)]))
        .sign(privateKey);
      if (odd.flipsSignature) signature[signature.length - 1] = (signature.at(-1) ?? 0) ^ 1;
      return {
        ...credential,
        response: {
          clientDataJSON: toText(client),
          authenticatorData: toText(data),
          signature: toText(signature),
          userHandle: odd.userHandle ?? user,
        },
        clientExtensionResults: {},
      };
    },
  };
};
