import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../shared/assert-never.ts';
import type { NoticeView } from '../../shared/terminal/view/view.ts';
import './notice-line.css';
import { useNow } from './use-now.ts';

/** For a moment in place of the line on top: a scan that changes nothing, and is no one's fault. */
export const NoticeLine = ({ notice }: { notice: NoticeView }) => {
  const { t } = useTranslation();
  const now = useNow(500);
  return (
    <p className="notice-line" data-says={notice.says} role="status">
      {wordsOf(notice, now, t)}
    </p>
  );
};

const wordsOf = (notice: NoticeView, now: number, t: TFunction): string => {
  switch (notice.says) {
    case 'foreign':
      return t('notice.foreign');
    case 'open-first':
      return t('notice.openFirst');
    case 'wait': {
      const seconds = Math.max(1, Math.ceil((notice.until - now) / 1_000));
      return seconds <= 90
        ? t('door.waitSeconds', { count: seconds })
        : t('door.waitMinutes', { count: Math.ceil(seconds / 60) });
    }
    default:
      return assertNever(notice);
  }
};
