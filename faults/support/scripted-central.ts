import type { Central, EnrolledKeys, TerminalRecord } from '../../electron/app/ports/central.ts';
import { nativeArgon2id } from '../../electron/crypto/native-argon2id.ts';
import { aDelivery, aRoute } from '../../electron/testing/samples.ts';
import { keyList, signDocument } from '../../shared/protocol/api/signed.ts';
import {
  grant,
  type ManifestDelivery,
  type ManifestItem,
} from '../../shared/protocol/api/terminal.ts';
import { type DeliveryCode, makeDeliveryCode } from '../../shared/protocol/code/delivery-code.ts';
import { toBase64url } from '../../shared/protocol/codec/bytes.ts';
import {
  agreementKey,
  derivePepper,
  fingerprint,
  makeSigner,
} from '../../shared/protocol/crypto/keys.ts';
import type { Instant, Random16 } from '../../shared/protocol/ids.ts';
import { hashEntry } from '../../shared/protocol/log/chain.ts';
import type { SignedEntry } from '../../shared/protocol/log/entry.ts';
import type { Policy } from '../../shared/protocol/policy.ts';
import { sealCode } from '../../shared/protocol/schemes/sealed.ts';
import { ok } from '../../shared/result.ts';

const TERMINAL = '00000000-0000-4000-8000-0000000000aa';
const DEPOT = '00000000-0000-4000-8000-0000000000dd';
const URL = 'http://127.0.0.1:1';
const depotSecret = new Uint8Array(32).fill(31);
const root = makeSigner(new Uint8Array(32).fill(32));

/** The customer's code of a stop; a new one each time, for it is wiped after use. */
export const scriptedCode = (n: number): DeliveryCode =>
  makeDeliveryCode(Uint8Array.from({ length: 9 }, (_, i) => (n * 7 + i * 3) & 31));

/** When a stop's code is good, in milliseconds. */
export type Validity = { readonly notBefore: number; readonly notAfter: number };

type Script = {
  readonly policy: Policy;
  readonly stops: readonly Validity[];
  /** Central's own clock, at the moment when it signs; it may take time. */
  readonly tellTime: () => Promise<Instant>;
};

export type ScriptedCentral = {
  readonly central: Central;
  readonly enrolmentCode: string;
  /** Everything that was handed in. */
  readonly entries: readonly SignedEntry[];
};

const seal = async (
  own: EnrolledKeys,
  n: number,
  { notBefore, notAfter }: Validity,
): Promise<ManifestDelivery> => {
  const delivery = aDelivery(n);
  const pepper = derivePepper(depotSecret, own.agreementKey, TERMINAL as never);
  const validity = { notBefore: notBefore as Instant, notAfter: notAfter as Instant };
  const verifier = { ...delivery.verifier, ...validity };
  const presenceKey = await sealCode(verifier, pepper, scriptedCode(n), nativeArgon2id);
  return {
    ...delivery,
    verifier: { ...verifier, presenceKey },
    override: { ...delivery.override, ...validity },
  };
};

/**
 * Central as one terminal sees it, without a network: for campaigns whose subject is the terminal
 * alone. Its answers are those that the real client would have verified.
 */
export const makeScriptedCentral = ({ policy, stops, tellTime }: Script): ScriptedCentral => {
  const entries: SignedEntry[] = [];
  let own: EnrolledKeys | null = null;
  const items = async (): Promise<ManifestItem[]> => {
    const keys = own;
    if (keys === null) throw new Error('nobody is enrolled');
    const deliveries = await Promise.all(stops.map((stop, i) => seal(keys, i + 1, stop)));
    return [{ type: 'policy', policy }, aRoute(), ...deliveries];
  };
  const central: Central = {
    enrol: async (_code, keys) => {
      own = keys;
      const list = keyList.parse({
        issued: 1_700_000_000_000,
        keys: [
          {
            id: 'k',
            purpose: 'manifest',
            publicKey: root.publicKey,
            notBefore: 1_600_000_000_000,
            notAfter: 1_900_000_000_000,
          },
        ],
      });
      const record: TerminalRecord = {
        grant: grant.parse({
          terminal: TERMINAL,
          terminalName: 'Handheld 1',
          depot: DEPOT,
          depotName: 'Depot',
          depotAgreementKey: agreementKey(depotSecret),
          ...keys,
        }),
        central: URL,
        root: root.publicKey,
        keys: signDocument('keys', 'root', root, list),
      };
      return ok(record);
    },
    proveTime: async () => ok({ time: await tellTime(), revoked: null }),
    handIn: async (record, given) => {
      entries.push(...given);
      const newest = given.at(-1);
      if (newest === undefined) throw new Error('nothing was handed in');
      const { sequence } = newest.entry;
      const hash = hashEntry(newest.entry);
      const receipt = { terminal: record.grant.terminal, acknowledged: sequence, hash };
      return ok({ receipt, findings: [] });
    },
    reportRolledBack: async () => ok(null),
    pull: async (record, after) => {
      const all = after === 0 ? await items() : [];
      const cursor = after === 0 ? all.length : after;
      return ok({ terminal: record.grant.terminal, after, cursor, remaining: 0, items: all });
    },
  };
  const token = toBase64url(new Uint8Array(16)) as Random16;
  return {
    central,
    entries,
    enrolmentCode: `KE1/${token}/${fingerprint(root.publicKey)}/${URL}`,
  };
};
