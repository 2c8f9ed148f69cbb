import { runCommand } from '../cli/program.ts';

type Given = Partial<Omit<Parameters<typeof runCommand>[1], 'out' | 'err'>>;

/** What a command came to: its exit code, and what it wrote. */
export type CliOutcome = {
  readonly code: number;
  readonly out: string;
  readonly err: string;
};

/** Runs the operator's command line as one at a central's machine does. */
export const runCli = async (given: Given, ...args: string[]): Promise<CliOutcome> => {
  let out = '';
  let err = '';
  const code = await runCommand(args, {
    env: {},
    ...given,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { code, out, err };
};

/** The environment of somebody who works with a central, or with another one on its data. */
export const envOf = (
  { dataFolder, url }: { readonly dataFolder: string; readonly url: string },
  at: string = url,
): Record<string, string> => ({ KERBSIDE_DATA: dataFolder, KERBSIDE_CENTRAL: at });
