import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import type { Stop } from '../../api/dispatch.ts';
import { useActAddress } from '../stop/acts/use-act-address.ts';

/** How many stops are chosen, and what can be done with all of them together. */
export const ChosenBar = ({
  chosen,
  onNone,
}: {
  readonly chosen: readonly Stop[];
  readonly onNone: () => void;
}) => {
  const { t: s } = useTranslation('stop');
  const { open } = useActAddress();
  return (
    <div className="chosen-bar">
      <p role="status">{s('select.chosen', { count: chosen.length })}</p>
      <div className="acts">
        <Button className="button" onPress={() => open('move-many')}>
          {s('do.move')}
        </Button>
        <Button className="quiet-button" onPress={() => open('cancel-many')}>
          {s('do.cancel')}
        </Button>
        <Button className="quiet-button" onPress={onNone}>
          {s('select.none')}
        </Button>
      </div>
    </div>
  );
};
