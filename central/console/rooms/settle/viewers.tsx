import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { viewersQuery } from '../../api/cases.ts';
import { central } from '../../api/client.ts';
import { listOf } from '../../words/quantities.ts';

/** Who else has a case in front of them. Whoever goes says so. */
export const Viewers = ({ depot, id }: { readonly depot: string; readonly id: number }) => {
  const { t, i18n } = useTranslation('settle');
  const { data: others = [] } = useQuery(viewersQuery(depot, id));
  useEffect(
    () => () => {
      const asked = { params: { path: { case: id } }, body: { here: false } };
      central.POST('/v1/cases/{case}/view', asked).catch(() => {});
    },
    [id],
  );
  return (
    <p className="case-viewers" role="status">
      {others.length > 0 &&
        t('looking', {
          count: others.length,
          names: listOf(
            others.map(({ name }) => name),
            i18n.language,
          ),
        })}
    </p>
  );
};
