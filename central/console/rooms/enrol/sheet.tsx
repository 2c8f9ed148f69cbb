import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { dateTag } from '../../../../renderer/i18n/date-tag.ts';
import { momentAtOf } from '../../../../renderer/i18n/moment.ts';
import type { Instant } from '../../../../shared/protocol/ids.ts';
import type { Terminal } from '../../api/queries.ts';
import { useServerTime } from '../../api/server-time.ts';
import { Fault } from '../../components/fault.tsx';
import { Heading } from '../../components/heading.tsx';
import { Qr } from '../../components/qr.tsx';
import { TickIcon } from '../../frame/icons.tsx';
import { useLocale } from '../../frame/use-locale.ts';
import { Fingerprint } from '../terminals/fingerprint.tsx';

export type Offer = { readonly name: string; readonly code: string; readonly expires: number };

const END = {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
} as const;

/** One terminal that is to come: its code, or what is to be compared once it is there. */
const Place = ({
  offer: { name, code, expires },
  terminal,
}: {
  readonly offer: Offer;
  readonly terminal: Terminal | undefined;
}) => {
  const { t } = useTranslation('enrol');
  const { t: words } = useTranslation();
  const { language, zone } = useLocale();
  const now = useServerTime();
  if (terminal !== undefined) {
    return (
      <li className="sheet-place in">
        <h2>
          <bdi>{name}</bdi>
        </h2>
        <p className="standing good">
          <TickIcon />
          {t('inNow')}
        </p>
        <span className="hint">{words('terminals.compare')}</span>
        <Fingerprint of={terminal.fingerprint} />
      </li>
    );
  }
  const isOver = expires <= now;
  // With its date: on paper nobody knows what 'today' is.
  const end = new Intl.DateTimeFormat(dateTag(language), { ...END, timeZone: zone });
  return (
    <li className="sheet-place">
      <h2>
        <bdi>{name}</bdi>
      </h2>
      {isOver ? <p>{t('over')}</p> : <Qr text={code} label={t('qr', { name })} />}
      {!isOver && <p className="hint">{t('until', { moment: end.format(expires) })}</p>}
    </li>
  );
};

/** A code for each terminal that is to come, to be scanned from here or printed; and who has come. */
export const Sheet = ({
  depot,
  offers,
  unmade,
  isMaking,
  enrolled,
  hasFailed,
  onAgain,
}: {
  readonly depot: string;
  readonly offers: readonly Offer[];
  /** The names that have no code yet; or not at all, if none is being made. */
  readonly unmade: readonly string[];
  readonly isMaking: boolean;
  /** Who has come since the codes were made. */
  readonly enrolled: readonly Terminal[];
  readonly hasFailed: boolean;
  readonly onAgain: (names: readonly string[]) => void;
}) => {
  const { t } = useTranslation('enrol');
  const { t: words } = useTranslation();
  const locale = useLocale();
  const now = useServerTime();
  const cameAs = (name: string) => enrolled.find((one) => one.name === name);
  const missing = offers.filter(({ name }) => cameAs(name) === undefined);
  const over = missing.filter(({ expires }) => expires <= now);
  const came = offers.length - missing.length;
  const last = Math.max(...offers.map(({ expires }) => expires));
  return (
    <>
      <Heading className="not-printed">
        {offers.length > 0 && missing.length + unmade.length === 0
          ? t('all', { count: came })
          : t('areIn', { count: came, total: offers.length + unmade.length })}
      </Heading>
      <p className="only-printed">{t('sheet', { depot })}</p>
      {hasFailed && <Fault>{words('signIn.failed')}</Fault>}
      {missing.length > over.length && (
        <p className="not-printed">
          {t('keep', { moment: momentAtOf(last as Instant, now, words, locale) })}
        </p>
      )}
      <div className="acts not-printed">
        {unmade.length > 0 && !isMaking && (
          <Button className="button" onPress={() => onAgain(unmade)}>
            {t('make', { count: unmade.length })}
          </Button>
        )}
        {missing.length > over.length && (
          <Button className="button" onPress={() => window.print()}>
            {t('print')}
          </Button>
        )}
        {over.length > 0 && (
          <Button className="button" onPress={() => onAgain(over.map(({ name }) => name))}>
            {t('again')}
          </Button>
        )}
      </div>
      <ul className="sheet">
        {offers.map((offer) => (
          <Place key={offer.name} offer={offer} terminal={cameAs(offer.name)} />
        ))}
      </ul>
    </>
  );
};
