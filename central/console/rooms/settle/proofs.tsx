import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Case, HandOver } from '../../api/cases.ts';
import { CloseIcon, TickIcon } from '../../frame/icons.tsx';
import { useMoment } from '../../frame/use-moment.ts';

/** So many are compared side by side; more than that are no two acceptances any more. */
const MOST = 4;

const Shown = ({ of }: { readonly of: HandOver }) => {
  const { t } = useTranslation('settle');
  if (of.by === 'override') return t('shown.override');
  return t(`shown.${of.scheme}`, { token: of.token ?? t('unknown') });
};

const GivenTo = ({ of: { recipient } }: { readonly of: HandOver }) => {
  const { t } = useTranslation('settle');
  const to = t(`to.${recipient.to}`);
  const who =
    'who' in recipient ? recipient.who : 'where' in recipient ? recipient.where : undefined;
  return <bdi>{who === undefined ? to : t('named', { to, who })}</bdi>;
};

const Proof = ({ of: { proved, reason } }: { readonly of: HandOver }) => {
  const { t } = useTranslation('settle');
  return (
    <span className={proved ? 'standing good' : 'standing bad'}>
      {proved ? <TickIcon /> : <CloseIcon />}
      {reason === null ? t('proved') : t(`notProved.${reason}`)}
    </span>
  );
};

const Note = ({ of: { note, details } }: { readonly of: HandOver }) => {
  const { t } = useTranslation('settle');
  if (details.note === 'erased') return t('erased');
  return note === '' ? t('no') : <bdi>{note}</bdi>;
};

/** The acceptances of one delivery, each a column: what differs is seen at once. */
export const Proofs = ({
  acceptances,
  one,
}: {
  readonly acceptances: readonly HandOver[];
  readonly one: Case;
}) => {
  const { t } = useTranslation('settle');
  const moment = useMoment();
  const shown = acceptances.slice(0, MOST);
  const keyOf = ({ terminal, sequence, finding }: HandOver): string =>
    `${terminal} ${sequence} ${finding}`;
  const isOwn = ({ terminal, sequence }: HandOver): boolean =>
    terminal === one.terminal.id && sequence === one.sequence;
  const rows: readonly (readonly [string, (of: HandOver) => ReactNode])[] = [
    [t('fact.terminal'), ({ terminalName }) => <bdi>{terminalName}</bdi>],
    [t('fact.driver'), ({ driverName }) => <bdi>{driverName ?? t('unknown')}</bdi>],
    [
      t('fact.when'),
      ({ claimed: { at, trust } }) =>
        trust === 'wall' ? t('clock', { moment: moment(at) }) : moment(at),
    ],
    [t('fact.came'), ({ notAfter }) => moment(notAfter)],
    [t('fact.shown'), (of) => <Shown of={of} />],
    [t('fact.to'), (of) => <GivenTo of={of} />],
    ...(shown.some(({ details }) => details.note !== 'none')
      ? [[t('fact.note'), (of: HandOver) => <Note of={of} />] as const]
      : []),
    ...(shown.some(({ signed }) => signed)
      ? [[t('fact.signed'), ({ signed }: HandOver) => (signed ? t('yes') : t('no'))] as const]
      : []),
    [t('fact.proof'), (of) => <Proof of={of} />],
    [t('fact.counts'), ({ counted }) => (counted ? t('countsNow') : t('countsNot'))],
  ];
  return (
    <div className="case-proofs">
      <h3>{t(shown.length > 1 ? 'proofs' : 'proof')}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a narrow window scrolls it with the keys */}
      <section className="case-proofs-table" tabIndex={0} aria-label={t('proofs')}>
        <table>
          <thead>
            <tr>
              <td />
              {shown.map((of, n) => (
                <th key={keyOf(of)} scope="col" className={isOwn(of) ? 'own' : ''}>
                  {t('acceptance', { number: n + 1 })}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, cell]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {shown.map((of) => (
                  <td key={keyOf(of)}>{cell(of)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
};
