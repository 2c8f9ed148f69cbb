import { useTranslation } from 'react-i18next';
import { CentralRefused } from '../../../../client/client.ts';
import { codeOf } from '../../../api/client.ts';
import { Fault } from '../../../components/fault.tsx';

const KNOWN = [
  'forbidden',
  'terminal-is-revoked',
  'pass-too-long',
  'pass-not-writable',
  'pass-outlives-key',
  'delivery-closed',
  'other-day',
  'no-active-issue',
  'override-shown-already',
  'route-without-terminal',
  'route-without-driver',
  'position-taken',
] as const;
const WHYS = ['no-code-yet', 'sent-and-forgotten', 'token', 'no-telephone'] as const;
const FIELDS = ['arrival', 'notBefore', 'notAfter', 'customer', 'address', 'phone'] as const;

/** What is wrong with a time, by central's codes. */
const OF_TIMES = {
  'time-skipped': 'skipped',
  'time-twice': 'twice',
  'validity-reversed': 'reversed',
  'already-over': 'over',
  'arrival-outside': 'outside',
  'validity-too-long': 'lasts',
} as const;
const isOfTimes = (code: string): code is keyof typeof OF_TIMES => Object.hasOwn(OF_TIMES, code);

type WrongField = { readonly field: string; readonly code: string };

const memberOf = (error: unknown, member: string): unknown =>
  error instanceof CentralRefused ? error.problem?.[member] : undefined;

/** Why an act was not done, and what to do; `stale`: what it says if somebody else was quicker. */
export const Refusal = ({ error, stale }: { readonly error: unknown; readonly stale: string }) => {
  const { t } = useTranslation();
  const { t: s } = useTranslation('stop');
  const code = codeOf(error);
  const why = WHYS.find((one) => one === memberOf(error, 'why'));
  const known = KNOWN.find((one) => one === code);
  const wrong = memberOf(error, 'fields');
  const fields: readonly WrongField[] = Array.isArray(wrong) ? wrong : [];
  const named = FIELDS.flatMap((name) => {
    const one = fields.find(({ field }) => field === name);
    return one === undefined ? [] : [{ name, code: one.code }];
  });
  const saidOf = ({ name, code: what }: (typeof named)[number]): string => {
    const field = s(`change.${name}`);
    return isOfTimes(what)
      ? s(`change.fault.${OF_TIMES[what]}`, { field })
      : s('change.wrong', { field });
  };
  if (code === null) return <Fault>{s('refused.lost')}</Fault>;
  if (code === 'version-stale') return <Fault>{stale}</Fault>;
  if (code === 'nothing-to-send' && why !== undefined) {
    return <Fault>{s(`nothing.${why}`)}</Fault>;
  }
  if (named.length > 0) {
    return (
      <Fault>
        {named.map((one) => (
          <span key={one.name} className="line">
            {saidOf(one)}
          </span>
        ))}
      </Fault>
    );
  }
  return <Fault>{known === undefined ? t('signIn.failed') : s(`refused.${known}`)}</Fault>;
};
