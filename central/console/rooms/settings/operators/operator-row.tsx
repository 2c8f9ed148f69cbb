import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useDepots } from '../../../frame/use-depot.ts';
import { listOf } from '../../../words/quantities.ts';
import { roleWords } from '../role-words.ts';
import { SettingRow } from '../setting-part.tsx';
import type { Operator } from './operator-queries.ts';

/** Somebody who may act: what they may do where, what else there is to say, and what can be done. */
export const OperatorRow = ({
  operator: { name, grants },
  tag,
  facts,
  children,
}: {
  readonly operator: Operator;
  readonly tag: string | null;
  readonly facts: readonly string[];
  readonly children: ReactNode;
}) => {
  const { t, i18n } = useTranslation();
  const depots = useDepots();
  const placeOf = (depot: string | null): string =>
    depot === null
      ? t('settings.you.everywhere')
      : (depots.find(({ id }) => id === depot)?.name ?? t('settings.people.otherDepot'));
  const roles = [...new Set(grants.map((grant) => grant.name))];
  const may = roles.map((role) => {
    const places = grants.filter((grant) => grant.name === role).map(({ depot }) => placeOf(depot));
    return `${roleWords(role, t)}: ${listOf(places, i18n.language)}`;
  });
  return (
    <SettingRow
      title={
        <>
          <bdi>{name}</bdi>
          {tag !== null && <span className="setting-tag">{tag}</span>}
        </>
      }
      facts={
        <>
          {may.map((line) => (
            <p key={line}>{line}</p>
          ))}
          <p>{facts.join(' · ')}</p>
        </>
      }
    >
      {children}
    </SettingRow>
  );
};
