import { useInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { type Alike, type Case, casesQuery } from '../../api/cases.ts';
import { meQuery } from '../../api/queries.ts';
import { useFocusAfter } from '../../components/use-focus-after.ts';
import { VirtualList } from '../../components/virtual-list.tsx';
import { Loading } from '../../frame/failures.tsx';
import { useMay } from '../../frame/use-may.ts';
import { CaseRow } from './case-row.tsx';
import type { CaseSearch } from './case-search.ts';
import { titleOf } from './case-words.ts';
import { DecideAll } from './decide-all.tsx';

/** A case, or what stands over those that are like one another. */
type Item =
  | { readonly kind: 'case'; readonly one: Case }
  | { readonly kind: 'alike'; readonly alike: Alike };

const itemsOf = (cases: readonly Case[], alike: readonly Alike[]): readonly Item[] => {
  const several = new Map(alike.filter(({ count }) => count > 1).map((one) => [one.like, one]));
  return cases.flatMap((one, n): Item[] => {
    const group = several.get(one.like);
    const isFirst = cases[n - 1]?.like !== one.like;
    const item = { kind: 'case', one } as const;
    return group !== undefined && isFirst ? [{ kind: 'alike', alike: group }, item] : [item];
  });
};

const Group = ({
  alike,
  onDecide,
}: {
  readonly alike: Alike;
  /** Null: whoever looks may not. */
  readonly onDecide: (() => void) | null;
}) => {
  const { t } = useTranslation('settle');
  return (
    <div className="case-group">
      <p>
        <span className="hidden-text">{titleOf(alike, t)}: </span>
        {t('alike', { count: alike.count })}
      </p>
      {onDecide !== null && (
        <Button className="quiet-button" onPress={onDecide}>
          {t('decideAll', { count: alike.count })}
        </Button>
      )}
    </div>
  );
};

const Empty = ({ show, terminal }: CaseSearch) => {
  const { t } = useTranslation('settle');
  if (terminal !== undefined) return <p role="status">{t('noneLike')}</p>;
  const words = { yours: 'noneYours', decided: 'noneDecided' } as const;
  return <p role="status">{t(show === undefined ? 'noneNext' : words[show])}</p>;
};

/** The cases of a depot that are asked for, as many as somebody scrolls to. */
export const CaseList = ({
  depot,
  search,
  alike,
  chosen,
}: {
  readonly depot: string;
  readonly search: CaseSearch;
  readonly alike: readonly Alike[];
  readonly chosen: number | null;
}) => {
  const { t } = useTranslation('settle');
  const [deciding, setDeciding] = useState<Alike | null>(null);
  const focusHeading = useFocusAfter(() => document.querySelector('h1'));
  const { id: me } = useSuspenseQuery(meQuery).data;
  const maySettle = useMay('settle', depot);
  const { show, terminal } = search;
  const asked = {
    depot,
    state: show === 'decided' ? ('settled' as const) : ('open' as const),
    ...(show === 'yours' ? { assigned: 'me' } : {}),
    ...(terminal === undefined ? {} : { terminal }),
  };
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    casesQuery(asked),
  );
  if (data === undefined) {
    if (error !== null) throw error;
    return <Loading />;
  }
  const cases = data.pages.flatMap((page) => page.cases);
  const items = itemsOf(cases, show === undefined && terminal === undefined ? alike : []);
  return (
    <>
      {terminal !== undefined && (
        <p className="case-filter">
          {t('ofTerminal', { name: cases[0]?.terminal.name ?? '…' })}
          <Link
            to="/settle"
            className="quiet-button"
            search={({ depot: own }) => ({
              ...(own === undefined ? {} : { depot: own }),
              ...(show === undefined ? {} : { show }),
            })}
          >
            {t('all')}
          </Link>
        </p>
      )}
      {cases.length === 0 ? (
        <Empty {...search} />
      ) : (
        <VirtualList
          items={items}
          keyOf={(item) => (item.kind === 'case' ? `${item.one.id}` : item.alike.like)}
          rowHeight={84}
          label={t('list')}
        >
          {(item) =>
            item.kind === 'case' ? (
              <CaseRow one={item.one} isChosen={item.one.id === chosen} me={me} />
            ) : (
              <Group
                alike={item.alike}
                onDecide={maySettle ? () => setDeciding(item.alike) : null}
              />
            )
          }
        </VirtualList>
      )}
      {hasNextPage && (
        <Button
          className="quiet-button"
          isDisabled={isFetchingNextPage}
          onPress={() => void fetchNextPage()}
        >
          {t('more')}
        </Button>
      )}
      {deciding !== null && (
        <DecideAll
          depot={depot}
          alike={deciding}
          onDone={() => {
            setDeciding(null);
            focusHeading();
          }}
          onClose={() => setDeciding(null)}
        />
      )}
    </>
  );
};
