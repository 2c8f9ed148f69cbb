import type { Central } from '../../electron/app/ports/central.ts';
import type { makeCentralClient as real } from '../../electron/central-client/central-client.ts';
import type { SignedDocument } from '../../shared/protocol/api/signed.ts';
import { toBase64url } from '../../shared/protocol/codec/bytes.ts';
import type { Random16 } from '../../shared/protocol/ids.ts';
import { ok } from '../../shared/result.ts';
import type { CentralStandIn } from '../kill/central-stand-in.ts';

let central: CentralStandIn | null = null;
export const connectCentral = (standIn: CentralStandIn): void => {
  central = standIn;
};
const there = (): CentralStandIn => {
  if (central === null) throw new Error('there is no central');
  return central;
};

// The signatures of these documents were made by the stand-in a line before.
const contentOf = <T>({ document }: SignedDocument): T => document as T;

/** Stands in the place of the way to central: no network, and the same answers. */
export const makeCentralClient = ({ random }: Parameters<typeof real>[0]): Central => ({
  enrol: async (code, own) => {
    const { grant, keys, root } = await there().enrol({
      token: code.token,
      ...own,
      platform: 'test',
    });
    return ok({ grant: contentOf(grant), central: code.central, root, keys });
  },
  proveTime: async ({ grant }) => {
    const nonce = toBase64url(random(16)) as Random16;
    const { time } = contentOf<{ time: never }>(there().tellTime(grant.terminal, nonce));
    return ok({ time, revoked: null });
  },
  handIn: async ({ grant }, entries) =>
    ok({
      receipt: contentOf(there().takeEntries(grant.terminal, entries).receipt),
      findings: [],
    }),
  reportRolledBack: async () => ok(null),
  pull: async ({ grant }, after) => ok(contentOf(await there().page(grant.terminal, after))),
});
