import type { Command } from 'commander';
import { type JsonProblem, readStrictJson } from '../../../shared/protocol/codec/strict-json.ts';
import { spokenFingerprint, verifySignature } from '../../../shared/protocol/crypto/keys.ts';
import type { AuditReport, LogFault } from '../../../shared/protocol/proof/audit.ts';
import type { AuditFile, AuditProblem } from '../../../shared/protocol/proof/audit-file.ts';
import { holds, type JudgedFile, judgeFile } from '../../../shared/protocol/verify/judge-file.ts';
import {
  type CountsNoMore,
  groundOf,
  stillCounts,
} from '../../../shared/protocol/verify/still-counts.ts';
import { err } from '../../../shared/result.ts';
import { addActCommands, readEarlier, showActs } from './act-commands.ts';
import { DETAILS, REASONS, REMARKS } from './audit-words.ts';
import type { CommandContext } from './command-context.ts';
import { CommandFailure } from './command-failure.ts';
import { examples } from './output.ts';
import { readGivenFile } from './read-file.ts';
import { earlierRootsOf } from './root-words.ts';
import { showDelivery } from './verify-delivery.ts';

const REFUSALS: Record<AuditProblem['code'], string> = {
  'unknown-version': 'The file has a version unknown to this program',
  'unknown-entry-version': 'An entry has a version unknown to this program',
  'unknown-entry-kind': 'An entry has a kind unknown to this program',
  malformed: 'The file is not an exported log',
};

const FAULTS: Record<Exclude<LogFault, 'bad-receipt'>, string> = {
  'other-terminal': 'belongs to another terminal',
  'bad-signature': 'is not as the terminal signed it',
  'broken-chain': 'does not follow the entry before it',
  gap: 'comes after entries that are missing',
  'out-of-order': 'stands in the wrong place, or twice',
  fork: 'is there in two versions, both signed by the terminal: its log was copied or rolled back',
  'after-wiped': 'comes after the terminal wiped itself',
  'altered-detail': 'has beside it what the terminal did not sign for',
  'other-root': 'names another root key than the one that the receipt goes back to',
  short: 'is missing, and was acknowledged by central: the log was cut short',
  'other-head': 'is not the one that central acknowledged',
};

/** By the code that it has on the command line. */
const ENDED: Record<CountsNoMore, readonly [string, string]> = {
  ended: [
    'key-ended',
    'The key that central signed this file with was ended before its time: what the file says on its word counts no more. Ask central for the file again. Without --newer you see what it says.',
  ],
  'unknown-key': ['unknown-key', 'The file is signed with a key that is not in its own list.'],
  'other-root': ['newer-file-bad', 'The newer file is of another central. Nothing was checked.'],
  'older-list': ['newer-file-bad', 'The newer file is the older one. Nothing was checked.'],
  'bad-keys': [
    'newer-file-bad',
    'One of the files has no list of keys that its root key signed, or statements that do not lead to that one. Nothing was checked.',
  ],
};

const NOT_JSON: Record<JsonProblem, string> = {
  'not-utf-8': 'is not UTF-8',
  'byte-order-mark': 'begins with a byte order mark, which an exported log never has',
  'not-json': 'is not JSON',
  'member-twice': 'has a member twice in one object: two readers could take it for two things',
};

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

const sentencesOf = (file: AuditFile, report: AuditReport) => {
  const { entries, proved, unproved, faults, erased } = report;
  const overrides = proved.filter((one) => one.purpose === 'override').length;
  return [
    `The log of terminal ${file.terminal}, by its key ${spokenFingerprint(file.signingKey)}.`,
    `${count(entries, 'entry', 'entries')}; ${faults.length === 0 ? 'the chain is unbroken' : `${count(faults.length, 'fault', 'faults')}:`}`,
    ...faults.map(({ sequence, fault }) =>
      fault === 'bad-receipt'
        ? `  the receipt for how much of it central acknowledged is not genuine [${fault}]`
        : `  entry ${sequence} ${FAULTS[fault]} [${fault}]`,
    ),
    `${count(proved.length, 'hand-over is', 'hand-overs are')} proved, ${overrides} of them by an override; ${unproved.length} not${unproved.length === 0 ? '' : ':'}`,
    ...unproved.map(
      ({ sequence, delivery, reason }) =>
        `  entry ${sequence}, delivery ${delivery}: ${REASONS[reason]} [${reason}]`,
    ),
    ...proved.flatMap(({ sequence, delivery, remarks }) =>
      remarks.map(
        (remark) =>
          `  entry ${sequence}, delivery ${delivery}: proved, but ${REMARKS[remark]} [${remark}]`,
      ),
    ),
    ...(erased.length === 0
      ? []
      : [
          `In ${count(erased.length, 'entry', 'entries')} something personal was erased. What is proved does not rest on it:`,
        ]),
    ...erased.map(
      ({ sequence, details }) =>
        `  entry ${sequence}: erased: ${details.map((name) => DETAILS[name]).join(', ')}`,
    ),
    ...(file.acknowledged === undefined ? [] : earlierRootsOf(file.acknowledged)),
    ...(file.acknowledged === undefined
      ? [
          'The file does not say how much of it central acknowledged: a missing end would not be noticed.',
        ]
      : []),
  ];
};

/** Says which hand-overs an exported log proves. */
const showLog = (
  { output }: Pick<ReturnType<CommandContext>, 'output'>,
  { read }: Extract<JudgedFile, { kind: 'log' }>,
  held: boolean,
): void => {
  if (!read.ok) {
    const { code, where } = read.error;
    const place = where === '' ? '' : ` (${where})`;
    throw new CommandFailure(code, `${REFUSALS[code]}${place}. Nothing was checked.`);
  }
  const { file, report } = read.value;
  const key = spokenFingerprint(file.signingKey);
  output.result({ ok: held, terminal: file.terminal, key, ...report }, () =>
    sentencesOf(file, report).join('\n'),
  );
};

type VerifyOptions = { readonly earlier?: string; readonly newer?: string };

/**
 * Refuses a file whose signature of central's counts no more by the keys in a later file of the same
 * central. What the first one says is then nobody's word.
 */
const refuseEnded = (file: Uint8Array, later: Uint8Array): void => {
  const [own, newer] = [file, later].map((bytes) => {
    const json = readStrictJson(bytes);
    return json.ok ? groundOf(json.value) : null;
  });
  if (own === null || own === undefined) {
    const sentence = 'Central signed nothing in the file that a later list of keys could end.';
    throw new CommandFailure('nothing-signed', sentence);
  }
  const counts =
    newer === null || newer === undefined
      ? err('bad-keys' as const)
      : stillCounts(own, newer, verifySignature);
  if (!counts.ok) throw new CommandFailure(ENDED[counts.error][0], ENDED[counts.error][1]);
};

/** `audit`: what operators did, and whether that or a terminal's log was altered. */
export const addAuditCommands = (program: Command, context: CommandContext): void => {
  const audit = program.command('audit').description('what operators did, and exported logs');
  addActCommands(audit, context);
  audit
    .command('verify <file>')
    .description(
      "check an exported log, a delivery's proof or an exported audit, with public keys alone",
    )
    .option('--earlier <file>', 'an audit that was exported before, which the new one must contain')
    .option('--newer <file>', 'any file that central exported later: shows whether a key was ended')
    .addHelpText(
      'after',
      examples(
        'audit verify log.json',
        'audit verify may.json --earlier april.json',
        'audit verify proof.json --newer today.json',
      ),
    )
    .action(async (path: string, { earlier, newer }: VerifyOptions) => {
      const bytes = await readGivenFile(path);
      if (newer !== undefined) refuseEnded(bytes, await readGivenFile(newer));
      const known = earlier === undefined ? null : readEarlier(await readGivenFile(earlier));
      const judged = judgeFile(bytes, known, verifySignature);
      const held = holds(judged);
      const { output, check } = context();
      check(held);
      switch (judged.kind) {
        case 'json':
          throw new CommandFailure('malformed', `The file ${path} ${NOT_JSON[judged.read.error]}.`);
        case 'delivery':
          return showDelivery({ output }, judged, held);
        case 'acts':
          return showActs({ output }, judged, known, held);
        default:
          return showLog({ output }, judged, held);
      }
    });
};
