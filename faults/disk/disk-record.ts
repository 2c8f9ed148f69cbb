/** One call on a file of the profile, as disk-faults.c wrote it down, or a note of the process. */
export type DiskEvent =
  | { readonly what: 'created' | 'found'; readonly file: number; readonly name: string }
  | { readonly what: 'write'; readonly file: number; readonly at: number; readonly data: Buffer }
  | { readonly what: 'truncate'; readonly file: number; readonly size: number }
  | { readonly what: 'sync'; readonly file: number }
  | { readonly what: 'sync-folder' }
  | { readonly what: 'rename'; readonly from: string; readonly to: string }
  | { readonly what: 'unlink'; readonly name: string }
  | { readonly what: 'mkdir'; readonly name: string }
  | { readonly what: 'note'; readonly text: string };

const HEAD = 20;
const NOTE = 100;

/** A note between the calls: what else came to be at this moment. */
export const encodeNote = (text: string): Buffer => {
  const body = Buffer.from(text, 'utf8');
  const bytes = Buffer.alloc(HEAD + body.length);
  bytes.writeUInt32LE(NOTE, 0);
  bytes.writeUInt32LE(body.length, 16);
  body.copy(bytes, HEAD);
  return bytes;
};

const readEvent = (what: number, file: number, at: number, data: Buffer): DiskEvent => {
  const text = () => data.toString('utf8');
  switch (what) {
    case 1:
      return { what: 'created', file, name: text() };
    case 2:
      return { what: 'found', file, name: text() };
    case 3:
      return { what: 'write', file, at, data: Buffer.from(data) };
    case 4:
      return { what: 'truncate', file, size: at };
    case 5:
      return { what: 'sync', file };
    case 6:
      return { what: 'sync-folder' };
    case 7: {
      const [from = '', to = ''] = text().split('\0');
      return { what: 'rename', from, to };
    }
    case 8:
      return { what: 'unlink', name: text() };
    case 9:
      return { what: 'mkdir', name: text() };
    case NOTE:
      return { what: 'note', text: text() };
    default:
      throw new Error(`the record of the disk has something unknown in it: ${what}`);
  }
};

/** Reads a whole record, in the order in which everything happened. */
export const readDiskRecord = (bytes: Buffer): DiskEvent[] => {
  const events: DiskEvent[] = [];
  for (let at = 0; at + HEAD <= bytes.length; ) {
    const length = bytes.readUInt32LE(at + 16);
    const data = bytes.subarray(at + HEAD, at + HEAD + length);
    const offset = Number(bytes.readBigUInt64LE(at + 8));
    events.push(readEvent(bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4), offset, data));
    at += HEAD + length;
  }
  return events;
};
