import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DoorView, InstructionsView } from '../../../shared/terminal/view/view.ts';
import { useAsk } from '../../bridge.tsx';
import { BigButton } from '../../components/big-button.tsx';
import { PhoneQr } from '../../components/call/phone-qr.tsx';
import { CallIcon, ForwardIcon } from '../../components/icons.tsx';
import { SignatureRow } from '../../components/signature/signature-row.tsx';
import { StepScreen } from '../../components/step/step-screen.tsx';
import './instructions-screen.css';
import { allowedLines } from './allowed-lines.ts';

type Props = {
  readonly view: DoorView;
  readonly instructions: InstructionsView;
  readonly onSign: () => void;
  readonly onBack: () => void;
};

/** What the depot says of the stop, before the code: a scan of the code does not wait for it. */
export const InstructionsScreen = ({ view, instructions, onSign, onBack }: Props) => {
  const { t } = useTranslation();
  const ask = useAsk();
  const [calling, setCalling] = useState(false);
  const { stop, particulars } = view;
  const { note, phone, evidence } = instructions;
  const leaving = stop.parcels.filter(({ kept }) => !kept);
  const putAway = () => void ask['instructions/show']({ delivery: stop.delivery, shown: false });
  if (calling && phone !== undefined) {
    return (
      <StepScreen
        of="instructions"
        kind="say"
        stop={stop}
        back={t('instructions.back')}
        onBack={() => setCalling(false)}
      >
        <div className="instructions-call">
          <PhoneQr phone={phone} />
          <p className="instructions-number">
            <bdi dir="ltr">{phone}</bdi>
          </p>
        </div>
        <BigButton label={t('instructions.back')} onPress={() => setCalling(false)} />
      </StepScreen>
    );
  }
  return (
    <StepScreen of="instructions" kind="say" stop={stop} back={t('door.back')} onBack={onBack}>
      <div className="instructions-body">
        <h1 className="instructions-note" dir="auto">
          {note ?? t('instructions.open')}
        </h1>
        <div className="instructions-facts">
          {phone !== undefined && (
            <button type="button" className="more-row" onClick={() => setCalling(true)}>
              <CallIcon />
              <span className="instructions-phone">
                <span>{t('instructions.call')}</span>
                <bdi dir="ltr">{phone}</bdi>
              </span>
              <ForwardIcon />
            </button>
          )}
          {evidence.signature && (
            <SignatureRow strokes={particulars.strokes} needed onPress={onSign} />
          )}
          <ul className="instructions-lines">
            <li className="instructions-where">
              {[t('door.stop', { position: stop.position }), ...stop.address.slice(1)].join(' · ')}
            </li>
            {evidence.everyParcel && (
              <li>
                {t('instructions.scanEvery', {
                  scanned: leaving.filter(({ scanned }) => scanned).length,
                  total: leaving.length,
                })}
              </li>
            )}
            {allowedLines(instructions, t).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
      </div>
      <BigButton label={t('instructions.toCode')} onPress={putAway} />
    </StepScreen>
  );
};
