import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { bashCompletion } from './completion-commands.ts';
import { makeProgram } from './program.ts';

const silent = { out: (_: string) => {}, err: (_: string) => {} };
const program = (shell = silent): Command =>
  makeProgram(() => {
    throw new Error('nothing is done here');
  }, shell);

/** What a real bash offers for the last word of a line. */
const completed = (...words: string[]): string[] => {
  const line = ['kerbside', ...words].map((word) => `'${word}'`).join(' ');
  const script = `${bashCompletion(program())}
    COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _kerbside
    (( \${#COMPREPLY[@]} == 0 )) || printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-c', script], {
    encoding: 'utf8',
    cwd: import.meta.dirname,
  });
  expect([status, stderr]).toEqual([0, '']);
  return stdout.split('\n').filter((word) => word !== '');
};

/** Commands that do something, with their words. */
const leaves = (command: Command, path: readonly string[] = []): [string, Command][] =>
  command.commands.length === 0
    ? [[path.join(' '), command]]
    : command.commands.flatMap((child) => leaves(child, [...path, child.name()]));

describe('completion in bash', () => {
  it('offers commands, their subcommands and options', () => {
    expect(completed('deli')).toEqual(['delivery']);
    expect(completed('delivery', 'can')).toEqual(['cancel']);
    expect(completed('delivery', 'cancel', '4F7K2M', '--')).toEqual([
      '--reason',
      '--depot',
      '--json',
      '--help',
    ]);
    expect(completed('--json', 'finding', '')).toContain('settle');
  });

  it('offers the values of an option that has a choice, and files where one is meant', () => {
    expect(completed('delivery', 'cancel', '--reason', 'a')).toEqual(['address-wrong']);
    expect(completed('finding', 'settle', '12', '--as', '')).toEqual(['counted', 'dismissed']);
    expect(completed('delivery', 'import', 'program')).toEqual(['program.ts']);
    expect(completed('delivery', 'import', 'x.csv', '--rest', 'program')).toEqual(['program.ts']);
    expect(completed('delivery', 'change', '4F7K2M', '--customer', '')).toEqual([]);
  });

  it('knows every command and every option', () => {
    for (const [words, command] of leaves(program())) {
      const offered = completed(...words.split(' '), '--');
      expect(offered).toEqual(
        expect.arrayContaining(command.options.map(({ long }) => long as string)),
      );
    }
  }, 60_000);
});

/** A line as a shell splits it, without where its input and output go. */
const split = (line: string): string[] =>
  [...line.replace(/ [<>] \S+$/, '').matchAll(/"([^"]*)"|(\S+)/g)].map(
    ([, quoted, plain]) => quoted ?? plain ?? '',
  );

it.each(['add', 'grant'])('operator %s says which auditors see the audit', async (act) => {
  let help = '';
  const shell = {
    ...silent,
    out: (text: string): void => {
      help += text;
    },
  };
  await program(shell)
    .parseAsync(['operator', act, '--help'], { from: 'user' })
    .catch(() => {});
  expect(help).toContain('An auditor of all depots (--everywhere) sees the audit; one of named');
});

it('ends quietly where nobody reads what it says', () => {
  const main = join(import.meta.dirname, 'main.ts');
  const script = `'${process.execPath}' '${main}' --help | true; echo "$PIPESTATUS"`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script], { encoding: 'utf8' });
  expect([stdout, stderr]).toEqual(['0\n', '']);
});

describe("each command's help", () => {
  it.each(leaves(program()).map(([words]) => words))(
    'has examples that are right: %s',
    async (words) => {
      let help = '';
      const shell = {
        ...silent,
        out: (text: string): void => {
          help += text;
        },
      };
      await program(shell)
        .parseAsync([...words.split(' '), '--help'], { from: 'user' })
        .catch(() => {});
      const lines = [...help.matchAll(/^ {2}npm run kerbside -- (.*)$/gm)].map(
        ([, line = '']) => line,
      );
      expect(lines.length).toBeGreaterThan(0);
      for (const line of lines) {
        expect(line.startsWith(words)).toBe(true);
        const tried = program();
        let isDone = false;
        for (const [, command] of leaves(tried)) {
          command.action(() => {
            isDone = true;
          });
        }
        await tried.parseAsync(split(line), { from: 'user' });
        expect([line, isDone]).toEqual([line, true]);
      }
    },
  );
});
