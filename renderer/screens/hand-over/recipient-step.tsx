import { useTranslation } from 'react-i18next';
import { mayBeGivenTo } from '../../../shared/protocol/may-receive.ts';
import { NOTHING_PARTICULAR } from '../../../shared/protocol/nothing-particular.ts';
import type { Particulars, Recipient } from '../../../shared/protocol/outcome.ts';
import type { HandOverDraft } from '../../../shared/terminal/door/draft-schema.ts';
import { chooseRecipient, isParticular } from '../../../shared/terminal/door/hand-over-draft.ts';
import type { InstructionsView, StopView } from '../../../shared/terminal/view/view.ts';
import { useAsk } from '../../bridge.tsx';
import { CrossIcon } from '../../components/icons.tsx';
import { RecipientIcon } from '../../components/recipient-icon.tsx';
import { SideButton } from '../../components/side-button.tsx';
import { Choices } from '../../components/step/choices.tsx';
import { Notice } from '../../components/step/notice.tsx';
import { useSendOnce } from '../../components/use-send-once.ts';

const RECIPIENTS = [
  'customer',
  'household',
  'neighbour',
  'safe-place',
] as const satisfies Recipient['to'][];

type Props = {
  readonly stop: StopView;
  /** What the depot says of the stop, if anything: only who may take the parcels is there to choose. */
  readonly instructions: InstructionsView | null;
  /** What was said before. */
  readonly said: Particulars;
  readonly draft: HandOverDraft;
  readonly onDraft: (draft: HandOverDraft) => void;
};

/** Who takes the parcels; and if something was said before, the way to take it back. */
export const RecipientStep = ({ stop, instructions, said, draft, onDraft }: Props) => {
  const { t } = useTranslation();
  const ask = useAsk();
  const { send, notTaken } = useSendOnce();
  const takeBack = () =>
    ask['hand-over/prepare']({ delivery: stop.delivery, particulars: NOTHING_PARTICULAR });
  return (
    <>
      <h1 className="step-title">{t('handOver.title', { count: stop.parcels.length || 1 })}</h1>
      <Choices
        of="hand-over-recipient"
        options={RECIPIENTS.filter((to) => instructions === null || mayBeGivenTo(instructions, to))}
        chosen={isParticular(said) ? draft.to : null}
        icon={(to) => <RecipientIcon to={to} />}
        label={(to) => t(`recipient.${to}`)}
        onChoose={(to) => onDraft(chooseRecipient(draft, to))}
      />
      {notTaken && (
        <div className="step-notice">
          <Notice text={t('step.notTaken')} />
        </div>
      )}
      {isParticular(said) && (
        <SideButton
          place="step-side"
          icon={<CrossIcon />}
          label={t('handOver.takeBack')}
          onPress={() => send(takeBack)}
        />
      )}
    </>
  );
};
