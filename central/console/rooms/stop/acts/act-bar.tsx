import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import type { Stop } from '../../../api/dispatch.ts';
import { useMay } from '../../../frame/use-may.ts';
import { needsYou } from '../../routes/stop-standing.tsx';
import { actsOn, isForgotten, isUnsent } from './offered.ts';
import { useActAddress } from './use-act-address.ts';

/** What can be done with a stop; what it needs first is the filled one. */
export const ActBar = ({ stop }: { readonly stop: Stop }) => {
  const { t: s } = useTranslation('stop');
  const { open } = useActAddress();
  const may = { codes: useMay('codes', stop.depot), deliveries: useMay('deliveries', stop.depot) };
  const acts = actsOn(stop, may);
  if (acts.length === 0) return null;
  const first = needsYou(stop) && may.deliveries ? 'change' : acts[0];
  return (
    <section className="acts" aria-label={s('acts')}>
      {acts.map((act) => (
        <Button
          key={act}
          className={act === first ? 'button' : 'quiet-button'}
          onPress={() => open(act)}
        >
          {s(`do.${act === 'resend' && isUnsent(stop) ? 'sendNow' : act}`)}
        </Button>
      ))}
      {may.codes && isForgotten(stop) && <p className="hint">{s('nothing.sent-and-forgotten')}</p>}
    </section>
  );
};
