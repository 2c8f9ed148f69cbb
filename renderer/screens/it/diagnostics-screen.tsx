import { useTranslation } from 'react-i18next';
import type { Check } from '../../../shared/terminal/support/checks.ts';
import type { DiagnosticsReport } from '../../../shared/terminal/support/report.ts';
import type { DiagnosticsView } from '../../../shared/terminal/view/it-view.ts';
import { useAsk } from '../../bridge.tsx';
import { BigButton } from '../../components/big-button.tsx';
import { BusyIcon } from '../../components/icons.tsx';
import { SideButton } from '../../components/side-button.tsx';
import { useLocale } from '../../i18n/locale.tsx';
import { CheckIcon } from '../setup/check-row.tsx';
import { Fingerprint } from '../setup/fingerprint.tsx';
import { factsOf } from './facts.ts';
import { ItScreen } from './it-screen.tsx';

/** Every part of the terminal: in order, or what to do. */
export const DiagnosticsScreen = ({ view }: { view: DiagnosticsView }) => {
  const { t } = useTranslation();
  const ask = useAsk();
  const { report, checks } = view;
  const failed = checks.filter(({ state }) => state === 'failed').length;
  const foot = (
    <>
      <SideButton
        place="it-again"
        icon={<BusyIcon />}
        label={t('diagnostics.again')}
        onPress={() => void ask['it/diagnostics']({})}
      />
      <BigButton label={t('diagnostics.support')} onPress={() => void ask['support/make']({})} />
    </>
  );
  return (
    <ItScreen of="diagnostics" title={t('it.diagnostics')} foot={foot}>
      <p className="it-summary" aria-live="polite">
        {report === null && t('diagnostics.looking')}
        {report !== null && failed === 0 && t('diagnostics.good')}
        {failed > 0 && t('diagnostics.attention', { count: failed })}
      </p>
      {report !== null && (
        <ol className="it-checks">
          {checks.map((check) => (
            <CheckLine key={check.id} check={check} report={report} />
          ))}
        </ol>
      )}
      {report?.terminal && <Fingerprint fingerprint={report.terminal.identity.fingerprint} />}
    </ItScreen>
  );
};

const CheckLine = ({ check, report }: { check: Check; report: DiagnosticsReport }) => {
  const { t } = useTranslation();
  const { id, state, problem, advice } = check;
  const facts = factsOf(id, report, t, useLocale());
  return (
    <li className="check-row" data-check={id} data-state={state}>
      <span className="check-icon">
        <CheckIcon state={state} />
      </span>
      <strong>{t(`diagnostics.check.${id}`)}</strong>
      <span className="check-state">{t(`diagnostics.state.${state}`)}</span>
      {facts.length > 0 && (
        <p className="it-facts">
          {facts.map((fact, index) => (
            <span key={fact}>
              {index > 0 && ' · '}
              <bdi>{fact}</bdi>
            </span>
          ))}
        </p>
      )}
      {(problem !== null || advice !== null) && (
        <div className="check-problem">
          {problem !== null && <p>{t(`problem.${problem}.what`)}</p>}
          <p className="check-next">
            {problem === null
              ? advice !== null && t(`diagnostics.advice.${advice}`)
              : t(`problem.${problem}.next`)}
          </p>
        </div>
      )}
    </li>
  );
};
