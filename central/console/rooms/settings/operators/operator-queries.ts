import { queryOptions } from '@tanstack/react-query';
import type { paths } from '../../../../client/api.ts';
import { answerOf, type Schemas } from '../../../../client/client.ts';
import { central } from '../../../api/client.ts';

export type Operator = Schemas['Operator'];
export type Grant = Schemas['Grant'];

/** Everybody who may act and was not removed: people and integrations. */
export const operatorsQuery = queryOptions({
  queryKey: ['operators'],
  queryFn: async () => {
    const { operators } = await answerOf(central.GET('/v1/operators'));
    return operators.filter(({ removedAt }) => removedAt === null);
  },
  meta: { topics: ['people'] },
});

type Given = NonNullable<
  paths['/v1/operators']['post']['requestBody']
>['content']['application/json']['grants'];

/** Grants as the API takes them: their names are those that the page offers, or that it gave itself. */
export const given = (grants: readonly Grant[]): Given => grants.map((grant) => grant) as Given;
