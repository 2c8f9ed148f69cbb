import { queryOptions } from '@tanstack/react-query';
import { answerOf, CentralRefused, type Problem, type Schemas } from '../../client/client.ts';
import { central } from './client.ts';

export type Import = Schemas['Import'];
export type ImportSummary = Schemas['ImportSummary'];
export type ImportRow = Schemas['ImportRow'];

/** A file that central reads is looked at so often. */
const FOLLOW_MS = 1_000;

export const isBusy = ({ state }: Pick<Import, 'state'>): boolean =>
  state === 'receiving' || state === 'running';

/** A depot's files of the last week, the newest first. */
export const importsQuery = (depot: string) =>
  queryOptions({
    queryKey: ['imports', depot],
    queryFn: async () => {
      const query = { limit: 50 };
      const { imports } = await answerOf(
        central.GET('/v1/depots/{depot}/imports', { params: { path: { depot }, query } }),
      );
      return imports;
    },
    refetchInterval: ({ state: { data } }) => (data?.some(isBusy) ? FOLLOW_MS : false),
  });

const at = (depot: string, id: string) => ({ params: { path: { depot, import: id } } });

/** One file: how far it is, and what came of it. */
export const importQuery = (depot: string, id: string) =>
  queryOptions({
    queryKey: ['import', depot, id],
    queryFn: () => answerOf(central.GET('/v1/depots/{depot}/imports/{import}', at(depot, id))),
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && isBusy(data) ? FOLLOW_MS : false,
  });

/** The rows of a file that waits which need a person, as it was last read: `read` names that. */
export const importRowsQuery = (depot: string, id: string, read: number | null) =>
  queryOptions({
    queryKey: ['import-rows', depot, id, read],
    queryFn: async () => {
      const { rows } = await answerOf(
        central.GET('/v1/depots/{depot}/imports/{import}/rows', at(depot, id)),
      );
      return rows;
    },
    enabled: read !== null,
  });

/** What somebody makes of a row. */
export type RowChange = { cells?: string[]; leftOut?: boolean; meant?: boolean };

/** Mends a row, or leaves it out; gives what is still wrong. */
export const changeImportRow = (
  depot: string,
  id: string,
  line: number,
  body: RowChange,
): Promise<ImportRow> =>
  answerOf(
    central.PATCH('/v1/depots/{depot}/imports/{import}/rows/{line}', {
      params: { path: { depot, import: id, line } },
      body,
    }),
  );

/** Reads a file that waits once more. */
export const runImport = (
  depot: string,
  id: string,
  body: { dryRun: boolean; goodOnly: boolean; map: string[] },
): Promise<unknown> =>
  answerOf(central.POST('/v1/depots/{depot}/imports/{import}/run', { ...at(depot, id), body }));

/** As much as central takes. */
export const MAX_FILE_BYTES = 1_073_741_824;

/**
 * Sends a file to be checked, as the browser reads it: nothing of it is kept in memory. Gives its id.
 * `fetch` does not say how far it is.
 */
export const sendFile = (
  depot: string,
  file: File,
  onSent: (share: number) => void,
  stop: AbortSignal,
): Promise<string> =>
  new Promise((resolve, reject) => {
    const query = new URLSearchParams({
      dryRun: 'true',
      goodOnly: 'true',
      keep: 'true',
      name: file.name.slice(-200),
    });
    const request = new XMLHttpRequest();
    request.open('POST', `/v1/depots/${depot}/imports?${query}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.responseType = 'json';
    request.upload.addEventListener('progress', ({ loaded, total }) =>
      onSent(total === 0 ? 0 : loaded / total),
    );
    const refuse = () =>
      reject(new CentralRefused(request.status, (request.response as Problem | null) ?? null));
    request.addEventListener('load', () => {
      if (request.status === 202) resolve((request.response as { readonly id: string }).id);
      else refuse();
    });
    for (const event of ['error', 'abort'] as const) request.addEventListener(event, refuse);
    stop.addEventListener('abort', () => request.abort());
    request.send(file);
  });
