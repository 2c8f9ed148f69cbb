import { z } from 'zod';
import { idempotencyKey } from '../../shared/protocol/api/request-signature.ts';
import { rootStatement } from '../../shared/protocol/api/roots.ts';
import { keyList, signedDocument } from '../../shared/protocol/api/signed.ts';
import {
  appVersion,
  enrolAnswer,
  enrolRequest,
  entriesAnswer,
  entriesRequest,
  grant,
  manifestItem,
  manifestPage,
  problem,
  receipt,
  releasePiece,
  rolledBackReport,
  systemName,
  timeAnswer,
  timeRequest,
  timeStatement,
} from '../../shared/protocol/api/terminal.ts';
import { readStrictJson } from '../../shared/protocol/codec/strict-json.ts';
import { release } from '../../shared/protocol/update/release.ts';
import { bytes, read, type VectorFunction } from '../vector.ts';

/** Everything that terminal and central send each other, by its name in vectors. */
export const FORMS = {
  'enrol-request': enrolRequest,
  'enrol-answer': enrolAnswer,
  grant,
  'root-statement': rootStatement,
  'key-list': keyList,
  'signed-document': signedDocument,
  'time-request': timeRequest,
  'time-statement': timeStatement,
  'time-answer': timeAnswer,
  'app-version': appVersion,
  'system-name': systemName,
  'entries-request': entriesRequest,
  'entries-answer': entriesAnswer,
  receipt,
  'rolled-back-report': rolledBackReport,
  release,
  'release-piece': releasePiece,
  problem,
  'idempotency-key': idempotencyKey,
} as const;
const formName = z.enum(Object.keys(FORMS) as [keyof typeof FORMS]);

const hasForm = (schema: z.ZodType, value: unknown) =>
  schema.safeParse(value).success ? { ok: true } : { error: 'malformed' };

/** The form of what travels: requests and answers, and the items of the manifest. */
export const MESSAGES: Readonly<Record<string, VectorFunction>> = {
  'read-json': (input) =>
    readStrictJson(bytes(input, 'bytes')).ok ? { ok: true } : { error: 'malformed' },
  'read-message': (input) => hasForm(FORMS[read(input, 'form', formName)], input['message']),
  'read-manifest-item': (input) => hasForm(manifestItem, input['item']),
  'read-manifest-page': (input) => hasForm(manifestPage, input['page']),
};
