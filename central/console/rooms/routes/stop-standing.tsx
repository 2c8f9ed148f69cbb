import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Locale, timeOf } from '../../../../renderer/i18n/moment.ts';
import type { Instant } from '../../../../shared/protocol/ids.ts';
import type { Stop } from '../../api/dispatch.ts';
import { AlertIcon, CloseIcon, TickIcon } from '../../frame/icons.tsx';
import { useLocale } from '../../frame/use-locale.ts';

/** Whether a person is needed: the stop is to come, and its customer did not get a code. */
export const needsYou = ({ status, exception, issue }: Stop): boolean =>
  status === 'open' && exception === null && issue?.sms === 'failed' && issue.state === 'active';

/** Whether the stop has ended, as far as central knows. A driver who found nobody may come again. */
export const isClosed = ({ status, exception }: Stop): boolean =>
  status !== 'open' || exception !== null;

/** Whether it has ended without the parcels being handed over. */
export const isNotDelivered = ({ status, exception }: Stop): boolean =>
  status === 'undelivered' || status === 'expired' || (status === 'open' && exception !== null);

type Said = { readonly kind: 'good' | 'late' | 'bad' | 'plain'; readonly words: string };

const doorOf = (stop: Stop, isNext: boolean, t: TFunction, locale: Locale): Said | null => {
  const { handOver, exception, status } = stop;
  if (handOver !== null) {
    const { by, to, at } = handOver;
    const words = [
      t(`routes.by.${by}`),
      ...(to === 'customer' ? [] : [t(`routes.to.${to}`)]),
      timeOf(at as Instant, locale),
    ];
    return { kind: by === 'override' ? 'late' : 'good', words: words.join(' · ') };
  }
  if (exception !== null) return { kind: 'bad', words: t(`routes.outcome.${exception}`) };
  if (status === 'open') return isNext ? { kind: 'plain', words: t('routes.state.next') } : null;
  return {
    kind: status === 'delivered' ? 'good' : status === 'cancelled' ? 'plain' : 'bad',
    words: t(`routes.state.${status}`),
  };
};

const messageOf = (stop: Stop, t: TFunction, locale: Locale): Said | null => {
  const { issue, status, token } = stop;
  if (token !== null) return { kind: 'plain', words: t('routes.sms.none') };
  if (issue === null) {
    return status === 'open' ? { kind: 'plain', words: t('routes.sms.noCode') } : null;
  }
  const at = issue.sms === 'waiting' ? issue.smsDue : issue.smsSentAt;
  const words = t(`routes.sms.${issue.sms}`, {
    time: at === null ? '' : timeOf(at as Instant, locale),
  });
  return { kind: needsYou(stop) ? 'bad' : 'plain', words };
};

const ICONS: Readonly<Record<Said['kind'], ReactNode>> = {
  good: <TickIcon />,
  late: <TickIcon />,
  bad: <CloseIcon />,
  plain: null,
};

const Saying = ({ said: { kind, words }, icon }: { said: Said; icon?: ReactNode }) => (
  <p className={kind === 'plain' ? 'standing plain' : `standing ${kind}`}>
    {icon ?? ICONS[kind]}
    {words}
  </p>
);

/** What became of a stop at the door, and what its customer was written. */
export const StopStanding = ({
  stop,
  isNext,
  isAll = false,
}: {
  readonly stop: Stop;
  readonly isNext: boolean;
  /** What the customer was written is said even if it matters no more. */
  readonly isAll?: boolean;
}) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const door = doorOf(stop, isNext, t, locale);
  const message = messageOf(stop, t, locale);
  return (
    <div className="stop-standing">
      {door !== null && <Saying said={door} />}
      {message !== null && (isAll || !isClosed(stop) || message.kind !== 'plain') && (
        <Saying said={message} icon={message.kind === 'bad' ? <AlertIcon /> : undefined} />
      )}
    </div>
  );
};
