import type { Schemas } from '../../client/client.ts';
import { describeLine } from './central-client.ts';
import { CommandFailure } from './command-failure.ts';
import { printable, table, whenIn } from './output.ts';

type Report = Schemas['ImportReport'];
type Import = Schemas['Import'];

/** A number as people write it. */
export const number = (count: number): string => count.toLocaleString('en');
const plural = (count: number, one: string): string =>
  `${number(count)} ${count === 1 ? one : one === 'delivery' ? 'deliveries' : `${one}s`}`;

/** How many there are of each code, if not all are listed. */
const countsOf = (
  listed: readonly unknown[],
  counts: Readonly<Record<string, number>>,
): string[] => {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (all <= listed.length) return [];
  const each = Object.entries(counts).map(([code, count]) => `${code} ${number(count)}`);
  return [`these are the first ${number(listed.length)} of ${number(all)}: ${each.join(', ')}`];
};

const HOW_TO_MAP =
  'Say which heading it is, as in --map "My heading=phone"; `delivery columns` lists what each may be called.';

const HOW_TO_SAY_AGAIN =
  'Has the file been imported before? If these parcels are to go out once more on that day, import it with --again.';
const SEEN = ['label-delivered', 'label-tried'];

const wasSeen = ({ problemCounts }: Report): boolean =>
  SEEN.some((code) => (problemCounts[code] ?? 0) > 0);

/** That the same file was imported before, where it was. */
const describeSame = ({ sameAs }: Pick<Import, 'sameAs'>, zone: string): string[] =>
  sameAs === null
    ? []
    : [
        printable(
          `this file was imported already, at ${whenIn(sameAs.at, zone, 'short')} (${zone}) by ${sameAs.by ?? 'an operator'}`,
        ),
      ];

/** Why nothing was imported; null: it was. `zone`: where the depot is. */
export const refusalOf = (
  { report, failure, sameAs }: Import,
  zone: string,
): CommandFailure | null => {
  if (failure !== null) return new CommandFailure(`import-${failure.code}`, failure.reason);
  if (report === null || report.problems.length === 0) return null;
  return new CommandFailure('csv-refused', 'Nothing was imported: the file has errors.', 1, [
    ...describeSame({ sameAs }, zone),
    ...report.problems.map((line) => `${describeLine(line)} [${line.code}]`),
    ...countsOf(report.problems, report.problemCounts),
    ...(report.problems.some(({ code }) => code === 'missing-column') ? [HOW_TO_MAP] : []),
    ...(wasSeen(report) ? [HOW_TO_SAY_AGAIN] : []),
  ]);
};

/** What came of an import, for people. `zone`: where the depot is. */
export const describe = (
  report: Report,
  sameAs: Import['sameAs'],
  zone: string,
  { dryRun, rest }: { readonly dryRun?: true; readonly rest?: string },
): string =>
  [
    ...describeSame({ sameAs }, zone).map((text) => `note: ${text}`),
    dryRun === true
      ? `would import ${plural(report.imported, 'delivery')}; nothing was changed`
      : `imported ${plural(report.imported, 'delivery')}`,
    table(
      ['route', 'day', 'id', 'stops'],
      report.routes.map((r) => [r.name, r.day, dryRun === true ? null : r.id, r.deliveries]),
    ),
    ...(report.routeCount > report.routes.length
      ? [`and ${number(report.routeCount - report.routes.length)} more routes`]
      : []),
    ...report.problems.map((line) => `not imported: ${describeLine(line)} [${line.code}]`),
    ...countsOf(report.problems, report.problemCounts),
    ...(wasSeen(report) ? [HOW_TO_SAY_AGAIN] : []),
    ...(report.refused > 0 && dryRun !== true && rest !== undefined
      ? [
          `${plural(report.refused, 'row')} not imported: mend ${report.refused === 1 ? 'it' : 'them'} in ${rest} and import that file`,
        ]
      : []),
    ...report.notes.map((line) => `note: ${describeLine(line)}`),
    ...countsOf(report.notes, report.noteCounts),
  ].join('\n');
