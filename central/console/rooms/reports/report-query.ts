import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answerOf, type Schemas } from '../../../client/client.ts';
import { central } from '../../api/client.ts';
import { noteServerTime } from '../../api/server-time.ts';

export type ReportPeriod = Schemas['ReportPeriod'];
export type Report = Schemas['Report'];

/** What a depot did in a time, day by day; `depot` null: all depots that somebody sees. */
export const reportQuery = (depot: string | null, from: string, to: string) =>
  queryOptions({
    queryKey: ['report', depot, from, to],
    queryFn: async () => {
      const query = { from, to, by: 'day' as const, ...(depot === null ? {} : { depot }) };
      const report = await answerOf(central.GET('/v1/reports', { params: { query } }));
      noteServerTime(report.at);
      return report;
    },
    placeholderData: keepPreviousData,
    // It is counted anew every five minutes.
    refetchInterval: 60_000,
  });
