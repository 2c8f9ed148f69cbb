/** One figure: of the product, or, with a name such as `limit:argon2id`, of what stands beside it. */
export interface Row {
  readonly subject: string;
  /** What was measured, its unit as the last part of the name: `p50_ms`, `ratio_p50`. */
  readonly metric: string;
  readonly value: number;
  /** How many measurements are behind it. */
  readonly n: number;
}

/** What a benchmark may not miss. */
export interface Goal {
  readonly metric: string;
  readonly atMost: number;
  readonly value: number;
}

export interface Measured {
  readonly rows: readonly Row[];
  readonly goals: readonly Goal[];
  /** What it ran on besides this machine: versions of the runtime and of libraries. */
  readonly versions: Readonly<Record<string, string>>;
  /** Sentences for people: what a figure leaves out, or where the time goes. */
  readonly notes: readonly string[];
}

export interface BenchmarkOptions {
  /** How many measurements; the benchmark's own number if undefined. */
  readonly runs: number | undefined;
  readonly say: (text: string) => void;
}

/** One benchmark with its limits and peers in the same run: `npm run bench -- <name>`. */
export interface Benchmark {
  readonly name: string;
  readonly about: string;
  readonly run: (options: BenchmarkOptions) => Promise<Measured>;
}

/** The value below which a share of the sorted measurements lies: nearest rank. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  const value = sorted[rank - 1];
  if (value === undefined) throw new Error('there is nothing to take a quantile of');
  return value;
};

/** Median, 99th percentile and interquartile spread of durations in milliseconds, as rows. */
export const spreadOf = (subject: string, durations: readonly number[]): Row[] => {
  const n = durations.length;
  const row = (metric: string, value: number): Row => ({ subject, metric, value, n });
  return [
    row('p50_ms', quantile(durations, 0.5)),
    row('p99_ms', quantile(durations, 0.99)),
    row('iqr_ms', quantile(durations, 0.75) - quantile(durations, 0.25)),
  ];
};
