import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  ScannerReading,
  ScannerTestView,
} from '../../../shared/terminal/view/scanner-view.ts';
import { useAsk } from '../../bridge.tsx';
import { BigButton } from '../../components/big-button.tsx';
import { ScannerIcon } from '../../components/icons.tsx';
import { wrongLayout } from '../../wedge/layouts.ts';
import './scanner-test-screen.css';
import { hexOf, MAKES, rawOf, symbologyOf, textOf } from './show-bytes.ts';

/** What a scanner sends, byte by byte. It keeps nothing: the next scan takes the place of the last. */
export const ScannerTestScreen = ({ view }: { view: ScannerTestView }) => {
  const { t } = useTranslation();
  const ask = useAsk();
  return (
    <main className="screen scanner-test">
      <header className="scanner-test-head">
        <h1>{t('scannerTest.title')}</h1>
        <p>{t('scannerTest.warning')}</p>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard has to reach what scrolls */}
      <section className="scanner-test-reading" aria-label={t('scannerTest.title')} tabIndex={0}>
        {view.reading === null ? (
          <div className="scanner-test-empty">
            <ScannerIcon on />
            <p>{t('scannerTest.empty')}</p>
          </div>
        ) : (
          <Reading reading={view.reading} />
        )}
      </section>
      <BigButton label={t('scannerTest.done')} onPress={() => void ask['scanner-test/leave']({})} />
    </main>
  );
};

const Reading = ({ reading }: { reading: ScannerReading }) => {
  const { t } = useTranslation();
  const { port, profile, speed, bytes, length, scan, timing } = reading;
  const make = MAKES[profile] ?? t('scannerTest.anyMake');
  const layout = port === null ? wrongLayout(textOf(bytes)) : null;
  return (
    <dl aria-live="polite">
      {layout !== null && (
        <Row name={t('scannerTest.layout')} large>
          {t('scannerTest.layoutDiffers', { layout })}
        </Row>
      )}
      <Row name={t('scannerTest.text')} large>
        {scan === null ? t('scannerTest.noScan') : <bdi>{textOf(scan.payload)}</bdi>}
      </Row>
      <Row name={t('scannerTest.symbology')}>
        {scan === null || scan.symbology === null ? (
          t('scannerTest.noSymbology')
        ) : (
          <bdi>{symbologyOf(scan.symbology)}</bdi>
        )}
      </Row>
      <Row name={t('scannerTest.raw')}>
        <bdi dir="ltr">{rawOf(bytes)}</bdi>
      </Row>
      <Row name={t('scannerTest.hex')}>
        <bdi dir="ltr">{hexOf(bytes)}</bdi>
      </Row>
      {timing !== null && (
        <Row name={t('scannerTest.timing')}>
          {t('scannerTest.timed', {
            count: length,
            took: timing.tookMs,
            gap: timing.longestGapMs,
          })}
        </Row>
      )}
      {port === null ? (
        <Row name={t('scannerTest.port')}>{t('scannerTest.keyboard')}</Row>
      ) : (
        <>
          <Row name={t('scannerTest.port')}>
            <bdi dir="ltr">{port}</bdi>
          </Row>
          <Row name={t('scannerTest.profile')}>
            <bdi>{speed === null ? make : t('scannerTest.atSpeed', { make, speed })}</bdi>
          </Row>
        </>
      )}
    </dl>
  );
};

type RowProps = { readonly name: string; readonly large?: boolean; readonly children: ReactNode };

const Row = ({ name, large = false, children }: RowProps) => (
  <div className="scanner-test-row" data-large={large}>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);
