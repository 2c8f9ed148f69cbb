import { spokenFingerprint } from '../../../shared/protocol/crypto/keys.ts';
import type { DeliveryProof, ProofProblem } from '../../../shared/protocol/proof/delivery-proof.ts';
import type {
  DeliveryReport,
  JudgedHandOver,
  PlaceFault,
} from '../../../shared/protocol/proof/judge-delivery.ts';
import type { JudgedFile } from '../../../shared/protocol/verify/judge-file.ts';
import { DETAILS, REASONS, REMARKS } from './audit-words.ts';
import type { CommandContext } from './command-context.ts';
import { CommandFailure } from './command-failure.ts';
import { when } from './output.ts';
import { earlierRoots, earlierRootsOf } from './root-words.ts';

const REFUSALS: Record<ProofProblem, string> = {
  malformed: "The file is not a delivery's proof, or not as central wrote it to the last byte",
  'unknown-version': 'The file has a version unknown to this program',
  'bad-keys': "The list of central's keys is not signed by the root key that the file names",
  'bad-seal': 'The file is not as central signed it',
};

const FAULTS: Record<PlaceFault, string> = {
  'other-terminal': 'belongs to another terminal',
  'bad-signature': 'is not as the terminal signed it',
  'other-delivery': 'is about another delivery',
  'out-of-order': 'stands in the wrong place',
  'broken-chain': 'does not follow the entry before it',
  unacknowledged: 'is not in the log as central acknowledged it',
  'other-key': 'names another key of the terminal than the file',
  'other-root': 'names another root key than the file',
  'altered-detail': 'has beside it what the terminal did not sign for',
};

const opener = ({ purpose }: JudgedHandOver): string =>
  purpose === 'override' ? "the dispatcher's override" : "the customer's code or pass";

const handOverOf = (one: JudgedHandOver): string => {
  const where = `entry ${one.sequence} of terminal ${one.terminal}, at ${when(one.at)} by its clock`;
  if (one.reason !== null) return `Not proved: ${where}: ${REASONS[one.reason]} [${one.reason}].`;
  const remarks = one.remarks.map((remark) => `, but ${REMARKS[remark]} [${remark}]`).join('');
  return `Proved: it was handed over by ${opener(one)}: ${where}${remarks}.`;
};

/** What each of the signatures stands for, and what nobody has signed. */
const groundsOf = (proof: DeliveryProof): string[] => [
  "The terminal signed the entries; the customer's code or the override signed the place of the hand-over in the terminal's log.",
  `That these are the keys of the terminal and of the code, and that the entries stand in the log, is central's word of ${when(proof.issued)}, by its root key ${spokenFingerprint(proof.root)}.`,
  ...earlierRootsOf(proof),
  'Not proved by this file: whose that root key is, which you must know from elsewhere; that nothing is missing in the logs, which an exported log shows; what the driver wrote.',
];

const sentencesOf = (proof: DeliveryProof, report: DeliveryReport): string[] => {
  const { handOvers, exceptions, faults } = report;
  return [
    `Delivery ${proof.delivery}. The file is as central signed it, to the last byte.`,
    ...faults.map(
      ({ terminal, sequence, fault }) =>
        `Fault: entry ${sequence} of terminal ${terminal} ${FAULTS[fault]} [${fault}].`,
    ),
    ...handOvers.map(handOverOf),
    ...exceptions.map(
      ({ terminal, sequence, at, outcome, undone }) =>
        `Said, and no proof: ${outcome}${undone ? ', and taken back' : ''}: entry ${sequence} of terminal ${terminal}, at ${when(at)}.`,
    ),
    ...report.erased.map(
      ({ terminal, sequence, details }) =>
        `Erased, and nothing proved rests on it: ${details.map((name) => DETAILS[name]).join(', ')}, in entry ${sequence} of terminal ${terminal}.`,
    ),
    ...(handOvers.length === 0 ? ['No terminal has handed in a hand-over of it.'] : []),
    ...groundsOf(proof),
  ];
};

/** Says in words what one delivery's proof proves and what not. */
export const showDelivery = (
  { output }: Pick<ReturnType<CommandContext>, 'output'>,
  { read }: Extract<JudgedFile, { kind: 'delivery' }>,
  held: boolean,
): void => {
  if (!read.ok) {
    throw new CommandFailure(read.error, `${REFUSALS[read.error]}. Nothing was checked.`);
  }
  const { file: proof, report } = read.value;
  const { delivery, issued } = proof;
  const [root, earlier] = [spokenFingerprint(proof.root), earlierRoots(proof)];
  output.result({ ok: held, delivery, issued, root, earlierRoots: earlier, ...report }, () =>
    sentencesOf(proof, report).join('\n'),
  );
};
