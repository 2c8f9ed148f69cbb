import type { DiskEvent } from './disk-record.ts';

/** The files of a folder, by name. */
export type Files = ReadonlyMap<string, Buffer>;

/**
 * What a disk does with what was written and not yet synced when the power fails. `keep`: nothing
 * is lost, as when only the process dies. `drop`: all of it is. `some`: each write is there or not,
 * in any order. `torn`: and each sector of 512 bytes for itself.
 */
export type Loss = 'keep' | 'drop' | 'some' | 'torn';

const SECTOR = 512;

const grown = (content: Buffer, size: number): Buffer =>
  content.length >= size ? content : Buffer.concat([content, Buffer.alloc(size - content.length)]);

const put = (content: Buffer, at: number, data: Buffer): Buffer => {
  const result = Buffer.from(grown(content, at + data.length));
  data.copy(result, at);
  return result;
};

type Change = Extract<DiskEvent, { what: 'write' | 'truncate' }>;

const apply = (content: Buffer, change: Change): Buffer => {
  if (change.what === 'write') return put(content, change.at, change.data);
  return Buffer.from(grown(content, change.size).subarray(0, change.size));
};

const applyTorn = (content: Buffer, change: Change, random: () => number): Buffer => {
  if (change.what === 'truncate') return apply(content, change);
  let result = content;
  const { at, data } = change;
  for (let from = 0; from < data.length; ) {
    const to = Math.min(data.length, from + SECTOR - ((at + from) % SECTOR));
    if (random() < 0.5) result = put(result, at + from, data.subarray(from, to));
    from = to;
  }
  return result;
};

const shuffled = <T>(things: readonly T[], random: () => number): T[] =>
  things
    .map((thing) => [random(), thing] as const)
    .sort(([a], [b]) => a - b)
    .map(([, thing]) => thing);

const left = (content: Buffer, changes: readonly Change[], loss: Loss, random: () => number) => {
  if (loss === 'drop') return content;
  if (loss === 'keep') return changes.reduce(apply, content);
  const some = changes.filter(() => random() < 0.6);
  const order = random() < 0.5 ? shuffled(some, random) : some;
  return order.reduce(
    (result, change) =>
      loss === 'torn' ? applyTorn(result, change, random) : apply(result, change),
    content,
  );
};

interface File {
  durable: Buffer;
  pending: Change[];
}
type NameChange =
  | { readonly what: 'link'; readonly name: string; readonly file: number }
  | Extract<DiskEvent, { what: 'rename' | 'unlink' }>;

/**
 * What is on the disk after the power failed behind the first `cut` events. What was synced is
 * there. Of the rest it is as `loss` says; names of files, which change one after the other, are
 * safe once their folder was synced, and of the changes since then only the first so many are
 * there. Stricter than most file systems, which is what POSIX leaves them free to be.
 */
export const filesAfter = (
  before: Files,
  events: readonly DiskEvent[],
  cut: number,
  loss: Loss,
  random: () => number,
): Files => {
  const files = new Map<number, File>();
  const names = new Map<string, number>();
  let nameChanges: NameChange[] = [];
  const fileOf = (id: number): File => {
    const file = files.get(id);
    if (file === undefined) throw new Error('a file is written that was not opened');
    return file;
  };
  const rename = (change: NameChange): void => {
    if (change.what === 'link') {
      names.set(change.name, change.file);
    } else if (change.what === 'unlink') {
      names.delete(change.name);
    } else {
      const file = names.get(change.from);
      if (file === undefined) return;
      names.delete(change.from);
      names.set(change.to, file);
    }
  };
  let own = -1;
  for (const [name, content] of before) {
    files.set(own, { durable: content, pending: [] });
    names.set(name, own--);
  }

  for (const event of events.slice(0, cut)) {
    switch (event.what) {
      case 'found': {
        const there = names.get(event.name);
        if (!files.has(event.file) && there !== undefined) {
          files.set(event.file, fileOf(there));
        }
        break;
      }
      case 'created':
        files.set(event.file, { durable: Buffer.alloc(0), pending: [] });
        nameChanges.push({ what: 'link', name: event.name, file: event.file });
        break;
      case 'write':
      case 'truncate':
        fileOf(event.file).pending.push(event);
        break;
      case 'sync': {
        const file = fileOf(event.file);
        file.durable = file.pending.reduce(apply, file.durable);
        file.pending = [];
        break;
      }
      case 'sync-folder':
        nameChanges.forEach(rename);
        nameChanges = [];
        break;
      case 'rename':
      case 'unlink':
        nameChanges.push(event);
        break;
      default:
        break;
    }
  }
  const kept =
    loss === 'keep'
      ? nameChanges.length
      : loss === 'drop'
        ? 0
        : Math.floor(random() * (nameChanges.length + 1));
  nameChanges.slice(0, kept).forEach(rename);
  return new Map(
    [...names].map(([name, id]) => {
      const { durable, pending } = fileOf(id);
      return [name, left(durable, pending, loss, random)] as const;
    }),
  );
};
