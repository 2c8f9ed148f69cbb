import { useTranslation } from 'react-i18next';
import { AlertIcon, TickIcon } from '../../frame/icons.tsx';
import type { Told } from '../../verify/tell-delivery.ts';

type Standing = 'proved' | 'remarked' | 'unproved' | 'claimed' | 'nothing';

const standingOf = (gist: Told | null): Standing => {
  if (gist === null) return 'nothing';
  if (gist.judged === null) return 'claimed';
  if (gist.judged.reason !== null) return 'unproved';
  return gist.judged.remarks.length === 0 ? 'proved' : 'remarked';
};

/** What a delivery's proof is worth: a shape, a colour and words; then why, if it is not proved. */
export const ProofStanding = ({ gist }: { readonly gist: Told | null }) => {
  const { t } = useTranslation('proof');
  const standing = standingOf(gist);
  const isGood = standing === 'proved';
  return (
    <div className="proof-standing">
      <p className={`standing ${isGood ? 'good' : standing === 'unproved' ? 'bad' : 'late'}`}>
        {isGood ? <TickIcon /> : <AlertIcon />}
        {t(`standing.${standing}`)}
      </p>
      {gist === null && <p>{t('said.nothingNext')}</p>}
      {gist?.judged != null && gist.judged.reason !== null && (
        <p>{t(`reason.${gist.judged.reason}`)}</p>
      )}
      {gist?.judged?.remarks.map((remark) => (
        <p key={remark}>{t(`remark.${remark}`)}</p>
      ))}
    </div>
  );
};
