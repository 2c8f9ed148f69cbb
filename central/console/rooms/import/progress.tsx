import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { dateTag } from '../../../../renderer/i18n/date-tag.ts';

/** How far something is, from 0 to 1, as a bar and in words. */
export const Progress = ({
  label,
  share,
  detail,
}: {
  readonly label: string;
  readonly share: number;
  readonly detail?: string;
}) => {
  const { i18n } = useTranslation();
  const id = useId();
  const percent = new Intl.NumberFormat(dateTag(i18n.language), { style: 'percent' }).format(share);
  return (
    <div className="progress">
      <p id={id}>{label}</p>
      <progress aria-labelledby={id} value={share} max={1} />
      <p className="hint">{detail === undefined ? percent : `${percent} · ${detail}`}</p>
    </div>
  );
};
