import { type Totals, totalsBy, totalsOf } from '../test-totals.ts';
import { AREAS, areaOf } from './areas.ts';
import { WINDOWS_CONTROLS } from './controls.ts';
import { runOnWindows } from './run-tests.ts';

const NONE: Totals = { passed: 0, failed: 0, skipped: 0 };
const areas = Object.keys(AREAS);

/** The area of a file that the report names as Windows does. */
const groupOf = (file: string): string => {
  const parts = file.replaceAll('\\', '/').split('/');
  const names = parts.map((_, at) => parts.slice(at).join('/'));
  return names.map(areaOf).find((area) => area !== null) ?? 'other';
};

/**
 * Runs the tests for Windows, and says how many of each area passed. Where there is no Windows, each
 * area counts as one test that was skipped, and it is said why.
 *
 * @param json whether standard output is to have one JSON value and nothing else
 */
export const testOnWindows = async (args: readonly string[], json: boolean): Promise<Totals> => {
  const output = json ? process.stderr : process.stdout;
  const begun = performance.now();
  const run = await runOnWindows({ args, without: null, output });
  if ('without' in run) {
    const skipped = { ...NONE, skipped: areas.length };
    output.write(`Not run: the tests for Windows (${areas.join(', ')}). ${run.without}\n`);
    if (json) console.log(JSON.stringify({ ...skipped, areas: {}, without: run.without }));
    return skipped;
  }
  const totals = totalsOf(run.report, run.exitCode);
  const by = run.report === undefined ? {} : totalsBy(run.report, groupOf);
  const seconds = Math.round((performance.now() - begun) / 1000);
  if (json) console.log(JSON.stringify({ ...totals, seconds, areas: by }));
  else output.write(`On Windows: ${sentence(by)} (${seconds} s)\n`);
  return totals;
};

const sentence = (by: Partial<Record<string, Totals>>): string =>
  Object.entries(by)
    .map(([area, one]) => {
      const { passed, failed, skipped } = one ?? NONE;
      const rest = [failed > 0 && `${failed} failed`, skipped > 0 && `${skipped} skipped`];
      return [`${area} ${passed} passed`, ...rest.filter((part) => part !== false)].join(', ');
    })
    .join('; ');

/** Whether the tests of each mend fail where it is switched off, and no others. */
export const testControls = async (json: boolean): Promise<boolean> => {
  const controls: { readonly without: string; readonly found: boolean }[] = [];
  for (const { id, files } of WINDOWS_CONTROLS) {
    const run = await runOnWindows({ args: files, without: id, output: process.stderr });
    if ('without' in run) {
      console.error(`Not run: the controls. ${run.without}`);
      return true;
    }
    const failed = (run.report?.testResults ?? []).flatMap(({ assertionResults }) =>
      assertionResults.filter(({ status }) => status === 'failed').map(({ title = '' }) => title),
    );
    const found = failed.length > 0 && failed.every((title) => title.endsWith(`(${id})`));
    controls.push({ without: id, found });
    if (!json) console.log(`control, without ${id}: ${found ? 'the fault is found' : 'NOT FOUND'}`);
  }
  if (json) console.log(JSON.stringify({ controls }));
  return controls.every(({ found }) => found);
};
