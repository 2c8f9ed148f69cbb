import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { DoorView, StopView } from '../../../shared/terminal/view/view.ts';
import { useAsk } from '../../bridge.tsx';
import { BackIcon, NoteIcon } from '../../components/icons.tsx';
import { PhoneDetails } from '../../components/phone-details.tsx';

type Props = { readonly view: DoorView; readonly onBack: () => void };

/** Whose code is asked for, and the way back. */
export const DoorHead = ({ view: { stop, asks, instructions }, onBack }: Props) => {
  const { t } = useTranslation();
  const ask = useAsk();
  const { delivery } = stop;
  return (
    <header className="door-head">
      <button
        type="button"
        className="door-back"
        aria-label={t(asks === 'override' ? 'override.back' : 'door.back')}
        onClick={onBack}
      >
        <BackIcon />
      </button>
      {asks === 'override' ? <Reference stop={stop} /> : <Customer stop={stop} />}
      {asks === 'hand-over' && instructions !== null && (
        <button
          type="button"
          className="door-instructions"
          aria-label={t('instructions.open')}
          onClick={() => void ask['instructions/show']({ delivery, shown: true })}
        >
          <NoteIcon />
        </button>
      )}
      {asks === 'override' && <PhoneDetails code={null} stop={stop} />}
    </header>
  );
};

const Customer = ({ stop: { position, customer, address } }: { stop: StopView }) => {
  const { t } = useTranslation();
  const [street, ...rest] = address;
  return (
    <div className="door-who">
      <h1>
        <bdi>{street}</bdi>
      </h1>
      <p className="door-customer">
        <bdi>{customer}</bdi>
      </p>
      <p className="door-rest">
        {t('door.stop', { position })}
        {rest.map((line) => (
          <Fragment key={line}>
            {' · '}
            <bdi>{line}</bdi>
          </Fragment>
        ))}
      </p>
    </div>
  );
};

/** What the dispatcher needs to find the delivery, as one says it: in groups of three. */
const Reference = ({ stop: { shortId } }: { stop: StopView }) => {
  const { t } = useTranslation();
  return (
    <div className="door-reference">
      <h1>{t('override.ask')}</h1>
      <p className="door-short-id" dir="ltr">
        <span>{shortId.slice(0, 3)}</span> <span>{shortId.slice(3)}</span>
      </p>
      <p className="door-read">{t('override.read')}</p>
    </div>
  );
};
