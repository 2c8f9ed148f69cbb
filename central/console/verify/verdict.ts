import { type Rooted, rootsBefore } from '../../../shared/protocol/api/roots.ts';
import { spokenFingerprint, verifySignature } from '../../../shared/protocol/crypto/keys.ts';
import type { DeliveryId, Instant } from '../../../shared/protocol/ids.ts';
import type { AuditReport } from '../../../shared/protocol/proof/audit.ts';
import type { DeliveryReport } from '../../../shared/protocol/proof/judge-delivery.ts';
import type { ActReport } from '../../../shared/protocol/verify/act-chain.ts';
import { holds, type JudgedFile } from '../../../shared/protocol/verify/judge-file.ts';
import { type Told, tellDelivery } from './tell-delivery.ts';

type Refused<K extends JudgedFile['kind']> = {
  readonly kind: 'refused';
  readonly of: K;
  readonly code: CodeOf<Extract<Extract<JudgedFile, { kind: K }>['read'], { ok: false }>['error']>;
  /** Where in the file, if that is known. */
  readonly where: string;
};
type CodeOf<E> = E extends { readonly code: infer C } ? C : E;

/** The root keys that a file's own has followed: whoever knows one of them knows that one. */
const earlierRoots = (file: Rooted): readonly string[] =>
  (rootsBefore(file, verifySignature) ?? []).map(spokenFingerprint);

/** What of a judgement is shown, without the file: small, and plain enough to be sent by a worker. */
export type Verdict =
  | { [K in JudgedFile['kind']]: Refused<K> }[JudgedFile['kind']]
  | {
      readonly kind: 'delivery';
      readonly holds: boolean;
      readonly root: string;
      readonly earlierRoots: readonly string[];
      readonly delivery: DeliveryId;
      readonly issued: Instant;
      readonly told: readonly Told[];
      readonly report: Pick<DeliveryReport, 'faults' | 'erased'>;
    }
  | {
      readonly kind: 'log';
      readonly holds: boolean;
      /** Null: the file has no receipt of central's. */
      readonly root: string | null;
      readonly earlierRoots: readonly string[];
      readonly terminal: string;
      readonly key: string;
      readonly report: AuditReport;
    }
  | {
      readonly kind: 'acts';
      readonly holds: boolean;
      readonly root: string;
      readonly earlierRoots: readonly string[];
      readonly report: ActReport;
    };

/** What a judgement comes to, for whoever looks at it. Keys are their spoken fingerprints. */
export const verdictOf = (judged: JudgedFile): Verdict => {
  const isGood = holds(judged);
  switch (judged.kind) {
    case 'json':
      return { kind: 'refused', of: 'json', code: judged.read.error, where: '' };
    case 'delivery': {
      if (!judged.read.ok) {
        return { kind: 'refused', of: 'delivery', code: judged.read.error, where: '' };
      }
      const { file, report } = judged.read.value;
      const { faults, erased } = report;
      return {
        kind: 'delivery',
        holds: isGood,
        root: spokenFingerprint(file.root),
        earlierRoots: earlierRoots(file),
        delivery: file.delivery,
        issued: file.issued,
        told: tellDelivery(file, report),
        report: { faults, erased },
      };
    }
    case 'acts': {
      if (!judged.read.ok) {
        return { kind: 'refused', of: 'acts', code: judged.read.error.code, where: '' };
      }
      const { file, report } = judged.read.value;
      const root = spokenFingerprint(file.root);
      return { kind: 'acts', holds: isGood, root, earlierRoots: earlierRoots(file), report };
    }
    default: {
      if (!judged.read.ok) {
        const { code, where } = judged.read.error;
        return { kind: 'refused', of: 'log', code, where };
      }
      const { file, report } = judged.read.value;
      return {
        kind: 'log',
        holds: isGood,
        root: file.acknowledged === undefined ? null : spokenFingerprint(file.acknowledged.root),
        earlierRoots: file.acknowledged === undefined ? [] : earlierRoots(file.acknowledged),
        terminal: file.terminal,
        key: spokenFingerprint(file.signingKey),
        report,
      };
    }
  }
};
