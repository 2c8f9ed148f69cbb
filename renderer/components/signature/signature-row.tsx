import { useTranslation } from 'react-i18next';
import type { Strokes } from '../../../shared/protocol/outcome.ts';
import { MoreRow } from '../step/more-row.tsx';

type Props = { readonly strokes: Strokes; readonly onPress: () => void };

/** Leads to the signature, and says whether there is one. */
export const SignatureRow = ({ strokes, onPress }: Props) => {
  const { t } = useTranslation();
  return (
    <MoreRow
      label={t('signature.row')}
      value={t(strokes.length === 0 ? 'signature.rowEmpty' : 'signature.rowDrawn')}
      onPress={onPress}
    />
  );
};
