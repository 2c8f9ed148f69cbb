// `npm run bench -- NAME [--runs N] [--json]`: one benchmark beside its limits and peers, measured
// in the same run; `all` for every one. Exits 1 if a goal is missed.
import { existsSync, readdirSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { Benchmark, Measured } from '../../bench/benchmark.ts';
import { endChildrenWithSignal } from '../../faults/support/end-with-signal.ts';
import { build } from '../build.ts';

const folder = path.resolve(import.meta.dirname, '..', '..', 'bench');
const SUFFIX = '.benchmark.ts';
const names = readdirSync(folder)
  .filter((file) => file.endsWith(SUFFIX))
  .map((file) => file.slice(0, -SUFFIX.length));
const { values, positionals } = parseArgs({
  options: { runs: { type: 'string' }, json: { type: 'boolean', default: false } },
  allowPositionals: true,
});

const usage = (sentence: string): never => {
  process.stderr.write(`kerbside: ${sentence} Benchmarks: ${names.join(', ')}, all.\n`);
  process.exit(2);
};
const [name, ...rest] = positionals;
const isKnown = name === 'all' || names.includes(name ?? '');
if (name === undefined || rest.length > 0 || !isKnown) usage('Name one benchmark.');
const runs = values.runs === undefined ? undefined : Number(values.runs);
if (runs !== undefined && (!Number.isSafeInteger(runs) || runs < 1)) {
  usage('--runs is a whole number, 1 or more.');
}

const machine = {
  processor: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  system: `${process.platform} ${release()} ${process.arch}`,
  node: process.versions.node,
};
const say = (text: string): void => void process.stderr.write(`kerbside: ${text}\n`);

const print = (measured: Measured): void => {
  for (const { subject, metric, value, n } of measured.rows) {
    console.log(
      `${subject.padEnd(30)} ${metric.padEnd(16)} ${value.toFixed(3).padStart(10)}  n=${n}`,
    );
  }
  for (const { metric, value, atMost } of measured.goals) {
    const held = value <= atMost ? 'held' : 'MISSED';
    console.log(`goal ${held}: ${metric} ${value.toFixed(3)}, at most ${atMost}`);
  }
  for (const note of measured.notes) console.log(`  ${note}`);
};

const measure = async (which: string) => {
  const file = path.join(folder, `${which}${SUFFIX}`);
  if (!existsSync(file)) throw new Error(`there is no ${file}`);
  const { benchmark } = (await import(pathToFileURL(file).href)) as {
    readonly benchmark: Benchmark;
  };
  say(`${benchmark.name}: ${benchmark.about}`);
  const measured = await benchmark.run({ runs, say });
  const ok = measured.goals.every(({ value, atMost }) => value <= atMost);
  return { measured, result: { name: benchmark.name, machine, ...measured, ok } };
};

endChildrenWithSignal();
await build();
const results = [];
for (const which of name === 'all' ? names : [name ?? '']) {
  const { measured, result } = await measure(which);
  results.push(result);
  if (!values.json) print(measured);
}
if (values.json) console.log(JSON.stringify(name === 'all' ? results : results[0]));
process.exit(results.every(({ ok }) => ok) ? 0 : 1);
