import { Suspense, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { answerOf, CentralRefused } from '../../../client/client.ts';
import { central, codeOf } from '../../api/client.ts';
import type { WholeMessage } from '../../api/messages.ts';
import { useVersionedAct } from '../../api/versioned-act.ts';
import { Fault } from '../../components/fault.tsx';
import { lazyPart } from '../../components/lazy-part.tsx';
import { useMay } from '../../frame/use-may.ts';
import { needsNumber, whyOf } from './message-words.ts';

const OtherNumber = lazyPart(async () => (await import('./other-number.tsx')).OtherNumber);
const SendPass = lazyPart(async () => (await import('./send-pass.tsx')).SendPass);
const Call = lazyPart(async () => (await import('./call.tsx')).Call);

const NOTHING = ['no-code-yet', 'sent-and-forgotten', 'token', 'no-telephone'] as const;

/** Why a code is not sent again. */
const useRefusal = (error: unknown): string => {
  const { t } = useTranslation('messages');
  const { t: common } = useTranslation();
  const code = codeOf(error);
  const why = error instanceof CentralRefused ? error.problem?.['why'] : null;
  const nothing = NOTHING.find((one) => one === why);
  if (nothing !== undefined) return t(`nothing.${nothing}`);
  if (code === 'version-stale') return t('stale');
  if (code === 'delivery-closed') return t('closed');
  return common('signIn.failed');
};

/** What a person can do about a message that does not arrive. */
export const MessageActs = ({
  depot,
  one,
}: {
  readonly depot: string;
  readonly one: WholeMessage;
}) => {
  const { t } = useTranslation('messages');
  const maySend = useMay('codes', depot);
  const mayChange = useMay('deliveries', depot);
  const [task, setTask] = useState<'number' | 'mail' | 'call' | null>(null);
  const again = useVersionedAct(
    one.version,
    (header, _: null) =>
      answerOf(
        central.POST('/v1/deliveries/{delivery}/resend', {
          params: { path: { delivery: one.delivery }, header },
          body: {},
        }),
      ),
    () => {},
  );
  const refusal = useRefusal(again.error);
  const isNumber = needsNumber(whyOf(one));
  if (!one.isOpen) return <p className="hint">{t('closed')}</p>;
  if (!maySend && !mayChange) return <p className="hint">{t('mayNot')}</p>;
  const isForgotten =
    maySend &&
    one.kind === 'code' &&
    !one.codeKept &&
    (one.state === 'accepted' || one.state === 'delivered');
  const close = (): void => setTask(null);
  return (
    <section>
      <h3>{t('acts')}</h3>
      {again.isError && <Fault>{refusal}</Fault>}
      {again.isSuccess && <p role="status">{t('againDone')}</p>}
      {isForgotten && <p className="hint">{t('nothing.sent-and-forgotten')}</p>}
      <div className="acts">
        {maySend && one.kind === 'code' && !isNumber && one.codeKept && one.state !== 'claimed' && (
          <Button className="button" onPress={() => again.mutate(null)}>
            {t(one.state === 'waiting' ? 'now' : 'again')}
          </Button>
        )}
        {mayChange && (
          <Button
            className={isNumber ? 'button' : 'quiet-button'}
            onPress={() => setTask('number')}
          >
            {t('number')}
          </Button>
        )}
        {maySend && (
          <Button className="quiet-button" onPress={() => setTask('mail')}>
            {t('mail')}
          </Button>
        )}
        {mayChange && one.hasTelephone && (
          <Button className="quiet-button" onPress={() => setTask('call')}>
            {t('call')}
          </Button>
        )}
      </div>
      <Suspense>
        {task === 'number' && <OtherNumber one={one} onClose={close} />}
        {task === 'mail' && <SendPass one={one} onClose={close} />}
        {task === 'call' && <Call one={one} onClose={close} />}
      </Suspense>
    </section>
  );
};
