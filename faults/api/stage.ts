import {
  type DocumentSchemas,
  openDocument,
  type Part,
} from '../../central/src/testing/document-schemas.ts';
import type { AttackedCentral } from '../support/attacked-central.ts';
import { makeWorld, type Things, type World } from './depot-world.ts';
import type { Line, Said } from './judge.ts';
import type { Asked } from './make-request.ts';
import { gather, type Who } from './who.ts';

export type Stage = {
  readonly central: AttackedCentral;
  readonly document: Part;
  readonly schemas: DocumentSchemas;
  readonly own: World;
  readonly other: World;
  readonly otherThings: Things;
  readonly everybody: readonly Who[];
  readonly ask: (
    who: Pick<Who, 'headers'>,
    asked: Asked,
  ) => Promise<Said & { readonly type: string }>;
  /** The lines that the audit has got since it was asked for the last time. */
  readonly newLines: () => Promise<readonly Line[]>;
  /** What a listener of the own depot has heard. */
  readonly heard: () => string;
};

/** Listens as somebody does whose page is open all day. */
const listen = async (
  url: string,
  headers: Who['headers'],
  take: (text: string) => void,
): Promise<void> => {
  const answer = await fetch(`${url}/v1/events`, { headers });
  const decoder = new TextDecoder();
  const read = async (): Promise<void> => {
    for await (const chunk of answer.body ?? []) take(decoder.decode(chunk as Uint8Array));
  };
  // It ends with its central.
  void read().catch(() => undefined);
};

/** Two depots with something of everything, and everybody who may, and may not, do something in one of them. */
export const setStage = async (
  central: AttackedCentral,
  gatherAll: typeof gather = gather,
): Promise<Stage> => {
  const { url, database } = central;
  const own = await makeWorld(central, 'Heimat');
  const other = await makeWorld(central, 'Fremde');
  const spare = await makeWorld(central, 'Ersatz');
  const otherThings = await other.refill();
  const everybody = await gatherAll(central, own.depot, spare.depot);
  const document = (await (await fetch(`${url}/openapi.json`)).json()) as Part;
  let last = 0;
  let heard = '';
  const staff = everybody.find(({ name }) => name === 'depot');
  await listen(url, staff?.headers ?? {}, (text) => {
    heard += text;
  });
  const newLines = async (): Promise<readonly Line[]> => {
    const { rows } = await database.query<Line & { id: number }>(
      'select id::int, actor, act, subject::text from audit where id > $1 order by id',
      [last],
    );
    last = rows.at(-1)?.id ?? last;
    return rows;
  };
  await newLines();
  return {
    ...{ central, document, own, other, otherThings, everybody, newLines },
    schemas: openDocument(document),
    heard: () => heard,
    ask: async ({ headers }, { method, path, headers: more, body }) => {
      const answer = await fetch(url + path, {
        method,
        headers: { ...more, ...headers },
        redirect: 'manual',
        ...(body === undefined ? {} : { body }),
      });
      const type = answer.headers.get('content-type')?.split(';')[0] ?? '';
      const isStream = type === 'text/event-stream';
      if (isStream) await answer.body?.cancel();
      return { status: answer.status, type, text: isStream ? '' : await answer.text() };
    },
  };
};
