import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { CommandContext } from '../central/src/cli/command-context.ts';
import { makeProgram } from '../central/src/cli/program.ts';

const root = path.resolve(import.meta.dirname, '..');
const PAGES = globSync(['*.md', 'docs/**/*.md', 'resources/**/*.md'], { cwd: root }).filter(
  // A decision says what was so when it was made.
  (page) => !page.includes(`adr${path.sep}`),
);

/** The operator's command line, as pages call it: in a checkout, installed, or by the name in README.md. */
const CALL =
  /^(?:npm run (?:--silent )?kerbside -- |kerbside-operator |kerbside )(?<rest>[a-z].*)$/u;

/** A line as a shell takes it apart: words, quotes, no comment, no file that it writes to. */
const wordsOf = (line: string): readonly string[] =>
  [...line.replace(/\s(?:#|> ).*$/u, '').matchAll(/"([^"]*)"|'([^']*)'|(\S+)/gu)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  );

/** Every call of the command line that a page shows whole: in a block, or in a sentence. */
const callsIn = (page: string): readonly string[] => {
  const text = readFileSync(path.join(root, page), 'utf8');
  const lines = text.split('\n').map((line) => line.trim());
  const inline = [...text.matchAll(/`([^`\n]+)`/gu)].map(([, code = '']) => code);
  return [...lines, ...inline].flatMap((line) => {
    const rest = CALL.exec(line)?.groups?.['rest'];
    return rest === undefined || /[…|]/u.test(rest) ? [] : [rest.replace(/<[^>]*>/gu, 'VALUE')];
  });
};

type Command = ReturnType<typeof makeProgram>;

/** Parses without doing anything. */
const disarm = (command: Command): void => {
  for (const child of command.commands) disarm(child);
  if (command.commands.length === 0) command.action(() => undefined);
};
const faultOf = async (call: string): Promise<string | null> => {
  let said = '';
  const tell = (text: string): void => {
    said += text;
  };
  const program = makeProgram({} as CommandContext, { out: tell, err: tell });
  disarm(program);
  try {
    await program.parseAsync(wordsOf(call), { from: 'user' });
    return null;
  } catch (error) {
    return `${call}: ${said === '' ? String(error) : said.split('\n')[0]}`;
  }
};

test('every command of the command line that a page shows is one that there is', async () => {
  const calls = PAGES.flatMap(callsIn);
  expect(calls.length).toBeGreaterThan(70);
  const faults = await Promise.all(calls.map(faultOf));
  expect(faults.filter((fault) => fault !== null)).toEqual([]);
});

test.each(['delivery fetch 4F7K2M', 'delivery show 4F7K2M --colour red', 'delivery show'])(
  '%s is not one',
  async (call) => {
    expect(await faultOf(call)).toContain(call);
  },
);
