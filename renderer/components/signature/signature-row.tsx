import { useTranslation } from 'react-i18next';
import type { Strokes } from '../../../shared/protocol/outcome.ts';
import { MoreRow } from '../step/more-row.tsx';

type Props = {
  readonly strokes: Strokes;
  /** The stop cannot do without one. */
  readonly needed?: boolean;
  readonly onPress: () => void;
};

/** Leads to the signature, and says whether there is one. */
export const SignatureRow = ({ strokes, needed = false, onPress }: Props) => {
  const { t } = useTranslation();
  const none = needed ? 'instructions.needed' : 'signature.rowEmpty';
  return (
    <MoreRow
      label={t('signature.row')}
      value={t(strokes.length === 0 ? none : 'signature.rowDrawn')}
      onPress={onPress}
    />
  );
};
