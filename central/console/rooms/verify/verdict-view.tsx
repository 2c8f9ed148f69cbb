import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Fact } from '../../components/fact.tsx';
import { Heading } from '../../components/heading.tsx';
import { AlertIcon, TickIcon } from '../../frame/icons.tsx';
import { gistOf } from '../../verify/gist.ts';
import { fullDayOf, zonedTimeOf } from '../../verify/moments.ts';
import type { Verdict } from '../../verify/verdict.ts';
import { SaidFacts } from '../proof/delivery-facts.tsx';
import { Faults } from '../proof/faults.tsx';
import { Grounds } from '../proof/grounds.tsx';
import { ProofStanding } from '../proof/standing.tsx';
import { ToldList, useGistWords } from '../proof/told-list.tsx';
import { ActsVerdict } from './acts-verdict.tsx';
import { KnownRoot } from './known-root.tsx';
import { LogVerdict } from './log-verdict.tsx';
import { useOwnLocale } from './own-locale.ts';
import '../proof/delivery-page.css';

type Of<K extends Verdict['kind']> = Extract<Verdict, { kind: K }>;

/** The head of a verdict: the sentence, the file's name, a shape with a colour. */
const Verdicted = ({
  title,
  name,
  children,
}: {
  readonly title: string;
  readonly name: string;
  readonly children: ReactNode;
}) => (
  <header>
    <Heading>{title}</Heading>
    <p className="proof-day">
      <bdi>{name}</bdi>
    </p>
    {children}
  </header>
);

const Refused = ({ verdict, name }: { readonly verdict: Of<'refused'>; readonly name: string }) => {
  const { t } = useTranslation('proof');
  const why = (): string => {
    switch (verdict.of) {
      case 'json':
        return t(`refused.${verdict.code}`);
      case 'delivery':
        return t(`refused.delivery.${verdict.code}`);
      case 'log':
        return t(`refused.log.${verdict.code}`);
      default:
        return t(`refused.acts.${verdict.code}`);
    }
  };
  const isUnknown = verdict.code.startsWith('unknown-');
  return (
    <Verdicted title={t(isUnknown ? 'refused.unknown' : 'refused.title')} name={name}>
      <p className="standing bad">
        <AlertIcon />
        {why()}
      </p>
      {verdict.where !== '' && (
        <p className="hint">
          <bdi>{t('refused.where', { where: verdict.where })}</bdi>
        </p>
      )}
      <p>{t('refused.next')}</p>
    </Verdicted>
  );
};

const DeliveryVerdict = ({
  verdict,
  name,
}: {
  readonly verdict: Of<'delivery'>;
  readonly name: string;
}) => {
  const { t } = useTranslation('proof');
  const locale = useOwnLocale();
  const sentenceOf = useGistWords((at) => zonedTimeOf(at, locale));
  const gist = gistOf(verdict.told);
  const { faults } = verdict.report;
  const itself = (id: string): string => id;
  return (
    <>
      <Verdicted title={faults.length > 0 ? t('said.broken') : sentenceOf(gist)} name={name}>
        {gist !== null && <p className="proof-day">{fullDayOf(gist.at, locale)}</p>}
        <ProofStanding gist={gist} />
      </Verdicted>
      {faults.length > 0 && <Faults faults={faults} nameOf={itself} />}
      <KnownRoot root={verdict.root} earlier={verdict.earlierRoots} />
      <dl className="facts">
        <Fact label={t('fact.delivery')}>
          <bdi className="id">{verdict.delivery}</bdi>
        </Fact>
        {gist !== null && <SaidFacts told={gist} total={null} />}
      </dl>
      <ToldList told={verdict.told} locale={locale} nameOf={itself} />
      <Grounds verdict={verdict} locale={locale} />
    </>
  );
};

/** What a file proves, and what not: in words. */
export const VerdictView = ({
  verdict,
  name,
}: {
  readonly verdict: Verdict;
  readonly name: string;
}) => {
  const { t } = useTranslation('proof');
  if (verdict.kind === 'refused') return <Refused verdict={verdict} name={name} />;
  if (verdict.kind === 'delivery') {
    return (
      <article className="proof-page">
        <DeliveryVerdict verdict={verdict} name={name} />
      </article>
    );
  }
  const { holds, report } = verdict;
  const isWhole = report.faults.length === 0;
  const title = (): string => {
    if (verdict.kind === 'acts') return t(isWhole ? 'acts.whole' : 'acts.broken');
    if (!isWhole) return t('log.broken');
    return t(holds ? 'log.whole' : 'log.partly');
  };
  return (
    <article className="proof-page">
      <Verdicted title={title()} name={name}>
        <p className={`standing ${holds ? 'good' : isWhole ? 'late' : 'bad'}`}>
          {holds ? <TickIcon /> : <AlertIcon />}
          {t(`standing.${holds ? 'proved' : isWhole ? 'remarked' : 'unproved'}`)}
        </p>
      </Verdicted>
      {verdict.kind === 'acts' ? (
        <ActsVerdict verdict={verdict} />
      ) : (
        <LogVerdict verdict={verdict} />
      )}
    </article>
  );
};
