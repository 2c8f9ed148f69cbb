import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dayWords } from '../../../renderer/i18n/moment.ts';
import type { Day } from '../../../shared/protocol/ids.ts';
import { searchQuery } from '../api/search.ts';
import { useServerTime } from '../api/server-time.ts';
import { TaskDialog } from '../components/dialog.tsx';
import { Fault } from '../components/fault.tsx';
import { numberOf } from '../words/quantities.ts';
import { type Hit, hitsOf } from './hits.ts';
import type { Depot } from './use-depot.ts';
import { useLocale } from './use-locale.ts';
import './search.css';

/** A scanner types faster than this, a hand does not: central is asked at each letter of a hand. */
const QUIET_MS = 40;

/** What central is asked for: what is typed, as soon as it is; of a burst the first, and the whole. */
const useAsked = (text: string): string => {
  const [asked, setAsked] = useState(text);
  const typedAt = useRef(-QUIET_MS);
  useEffect(() => {
    const isBurst = performance.now() - typedAt.current < QUIET_MS;
    typedAt.current = performance.now();
    if (!isBurst) return setAsked(text);
    const timer = setTimeout(() => setAsked(text), QUIET_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return asked;
};

const KINDS = ['stops', 'routes', 'terminals'] as const;

const Hits = ({
  id,
  hits,
  chosen,
  onOpen,
}: {
  readonly id: string;
  readonly hits: readonly Hit[];
  readonly chosen: Hit | undefined;
  readonly onOpen: (hit: Hit) => void;
}) => {
  const { t } = useTranslation();
  return (
    <div id={id} className="hits" role="listbox" aria-label={t('search.label')}>
      {KINDS.filter((kind) => hits.some((hit) => hit.kind === kind)).map((kind) => (
        // biome-ignore lint/a11y/useSemanticElements: it is a group of a listbox, not of a form
        <div key={kind} role="group" aria-label={t(`search.${kind}`)}>
          <p aria-hidden="true">{t(`search.${kind}`)}</p>
          {hits
            .filter((hit) => hit.kind === kind)
            .map((hit) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's
              <div
                key={hit.key}
                id={`${id}-${hit.key}`}
                className="hit"
                role="option"
                tabIndex={-1}
                aria-selected={hit === chosen}
                ref={(element) => {
                  if (hit === chosen) element?.scrollIntoView({ block: 'nearest' });
                }}
                onClick={() => onOpen(hit)}
              >
                <bdi>{hit.name}</bdi>
                <span className="hint">
                  <bdi>{hit.more}</bdi>
                </span>
              </div>
            ))}
        </div>
      ))}
    </div>
  );
};

/** Finds whatever somebody means, while they type it, and opens it. */
export const Search = ({
  depot,
  onClose,
}: {
  readonly depot: Depot;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const id = useId();
  const locale = useLocale();
  const now = useServerTime();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [index, setIndex] = useState(0);
  /** Somebody pressed Enter before what they typed was found. */
  const [isAwaited, setAwaited] = useState(false);
  const asked = useAsked(text.trim());
  const { data, isFetching, isPlaceholderData, isError } = useQuery(searchQuery(depot.id, asked));
  const isSettled = asked === text.trim() && !isFetching && !isPlaceholderData;
  const hits =
    data === undefined || text.trim() === ''
      ? []
      : hitsOf(data, (day) => dayWords(day as Day, now, t, locale), t);
  const isMore = data?.hasMore === true;
  const chosen = hits[Math.min(index, hits.length - 1)];
  const open = (hit: Hit): void => {
    onClose();
    void navigate(hit.to);
  };
  useEffect(() => {
    if (!isAwaited || !isSettled) return;
    setAwaited(false);
    if (chosen !== undefined) open(chosen);
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && hits.length > 0) {
      event.preventDefault();
      setIndex((before) => (Math.min(before, hits.length - 1) + step + hits.length) % hits.length);
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      setAwaited(true);
    }
  };
  return (
    <TaskDialog title={t('search.title')} onClose={onClose}>
      <label className="field">
        {t('search.label')}
        <span id={`${id}-hint`} className="hint">
          {t('search.hint')}
        </span>
        <input
          type="search"
          role="combobox"
          aria-expanded={hits.length > 0}
          aria-controls={id}
          aria-autocomplete="list"
          aria-activedescendant={chosen === undefined ? undefined : `${id}-${chosen.key}`}
          aria-describedby={`${id}-hint`}
          autoComplete="off"
          spellCheck={false}
          maxLength={120}
          // biome-ignore lint/a11y/noAutofocus: whoever opens a search wants to type
          autoFocus
          value={text}
          onChange={({ target }) => {
            setText(target.value);
            setIndex(0);
            setAwaited(false);
          }}
          onKeyDown={onKeyDown}
        />
      </label>
      {isError && <Fault>{t('signIn.failed')}</Fault>}
      <p className={hits.length > 0 && !isMore ? 'hidden-text' : 'hint'} role="status">
        {hits.length > 0
          ? isMore
            ? t('search.hasMore', { shown: numberOf(hits.length, locale.language) })
            : t('search.found', { count: hits.length })
          : text.trim() !== '' && isSettled && !isError && t('search.none')}
      </p>
      <Hits id={id} hits={hits} chosen={chosen} onOpen={open} />
    </TaskDialog>
  );
};
