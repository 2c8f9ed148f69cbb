import type { TFunction } from 'i18next';
import type { CheckId } from '../../../shared/terminal/support/checks.ts';
import type { DiagnosticsReport } from '../../../shared/terminal/support/report.ts';
import type { Locale } from '../../i18n/moment.ts';
import { momentOf } from '../../i18n/moment.ts';

const gigabytes = (bytes: number): string => (bytes / 1e9).toFixed(1);
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** What stands under a check, as short pieces: figures, and as few words as they need. */
export const factsOf = (
  id: CheckId,
  report: DiagnosticsReport,
  t: TFunction,
  locale: Locale,
): readonly string[] => {
  const { machine, terminal, reach, at } = report;
  const moment = (when: Parameters<typeof momentOf>[0]) => momentOf(when, at, t, locale);
  switch (id) {
    case 'software':
      return [
        `Kerbside ${machine.app}`,
        `Electron ${machine.electron}`,
        ...(terminal === null ? [] : [`SQLite ${terminal.store.sqlite}`]),
        `${machine.platform} ${machine.architecture}`,
      ];
    case 'identity':
      return terminal?.identity.terminal ? [terminal.identity.terminal] : [];
    case 'keychain':
      return [machine.keychain];
    case 'store':
      if (terminal === null) return [];
      return [
        megabytes(terminal.store.bytes),
        t('diagnostics.fact.schema', { number: terminal.store.schema }),
      ];
    case 'log': {
      if (terminal === null) return [];
      const { length, head, waiting } = terminal.log;
      return [
        t('diagnostics.fact.entries', { count: length }),
        ...(head === null ? [] : [t('diagnostics.fact.head', { head })]),
        waiting === 0 ? t('status.allHandedIn') : t('status.waiting', { count: waiting }),
      ];
    }
    case 'scanner': {
      const lastScan = terminal?.scanner.lastScan ?? null;
      return [
        machine.scannerPath ?? t('diagnostics.fact.byItself'),
        lastScan === null
          ? t('diagnostics.fact.notScanned')
          : t('diagnostics.fact.lastScan', { moment: moment(lastScan) }),
      ];
    }
    case 'central': {
      if (reach.state === 'not-enrolled') return [];
      const lastDock = terminal?.clock.lastDock ?? null;
      return [
        reach.central,
        lastDock === null
          ? t('diagnostics.fact.neverDocked')
          : t('diagnostics.fact.lastDock', { moment: moment(lastDock) }),
        ...(reach.state === 'reached'
          ? [t('diagnostics.fact.offset', { seconds: (reach.offsetMs / 1000).toFixed(1) })]
          : []),
      ];
    }
    case 'disk': {
      if (machine.disk === null) return [];
      const { free, size } = machine.disk;
      return [t('diagnostics.fact.free', { free: gigabytes(free), size: gigabytes(size) })];
    }
    case 'clock':
      if (terminal === null) return [];
      return [moment(terminal.clock.wall), t(`diagnostics.fact.trust.${terminal.clock.trust}`)];
    case 'settings':
      return [];
  }
};
