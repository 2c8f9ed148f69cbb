import { readFileSync } from 'node:fs';
import path from 'node:path';

const PAGE = path.resolve(import.meta.dirname, '..', '..', 'docs', 'operating.md');

/** Commands of the page that are typed one after the other, and on which machines. */
export type Block = {
  readonly heading: string;
  readonly machines: readonly string[];
  readonly commands: string;
};

const ON = /(?:[Oo]n|here) `(db1|db2|app1|app2|lb)`(?:,? and (?:in the same way on )?`(app2)`)?/g;

/** The machines that a paragraph sends its reader to; where it names none, the one before goes on. */
const machinesIn = (paragraph: string, before: readonly string[]): readonly string[] => {
  const last = [...paragraph.matchAll(ON)].at(-1);
  if (last === undefined) return before;
  return last.slice(1).filter((one) => one !== undefined);
};

/** Every block of commands of docs/operating.md, in its order. */
export const readBlocks = (): readonly Block[] => {
  const blocks: Block[] = [];
  let heading = '';
  let machines: readonly string[] = ['lb'];
  let lines: string[] = [];
  let isFenced = false;
  const end = (): void => {
    if (lines.length > 0) blocks.push({ heading, machines, commands: `${lines.join('\n')}\n` });
    lines = [];
  };
  for (const line of readFileSync(PAGE, 'utf8').split('\n')) {
    if (line.startsWith('```')) isFenced = !isFenced;
    if (isFenced) continue;
    // In a list they stand further to the right.
    const command = /^ {4}(?: {2}(?=echo "select pg_total))?(.*)$/.exec(line)?.[1];
    if (command !== undefined && command !== '') {
      lines.push(command);
      continue;
    }
    if (line.trim() === '') continue;
    end();
    if (line.startsWith('## ')) heading = line.slice(3);
    machines = machinesIn(line, machines);
  }
  end();
  return blocks;
};
