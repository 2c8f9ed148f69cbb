import { wipe } from '../../shared/protocol/codec/bytes.ts';
import type { DeliveryId, StaffId } from '../../shared/protocol/ids.ts';
import type { Scan } from '../../shared/protocol/scan/symbology.ts';
import type { DeskTouch, TerminalTouch } from '../../shared/terminal/channels/contract.ts';
import type { UnsentView } from '../../shared/terminal/view/view.ts';
import { makeItDesk } from './desk/it-desk.ts';
import type { ItParts } from './desk/it-parts.ts';
import type { ScanSignal } from './door/run-door.ts';
import type { Terminal } from './terminal.ts';

/** What the station has to do with a terminal. */
type Seated = Pick<
  Terminal,
  'it' | 'attendIt' | 'scan' | 'noise' | 'touch' | 'typeCode' | 'signIn' | 'typedScan'
> & {
  /** Holds the store against its log, once. */
  readonly check: () => Promise<void>;
};

/**
 * The handheld as one: IT's desk, and the terminal below it. They meet here alone: the desk asks the
 * terminal, the terminal knows of no desk, and what a scan or a touch is for is told to whom it is for.
 */
export type Station = {
  /** Who runs from now on; null: no terminal does. */
  readonly seat: (terminal: Seated | null) => void;
  /** Does it once the store was held against its log: nobody is heard before. */
  readonly hear: <T>(act: () => T) => Promise<T>;
  /** What came from a scanner; `overlong`: noise, or longer than any symbol. Wiped here. */
  readonly scanned: (scan: Scan | 'overlong', signal: ScanSignal) => void;
  /** These take effect, or give false; they are for `hear`. */
  readonly touch: (touch: TerminalTouch | DeskTouch) => boolean;
  readonly typeCode: (delivery: DeliveryId, code: Uint8Array) => boolean;
  readonly signIn: (number: number, pin: Uint8Array) => boolean;
  readonly typedScan: (scan: Uint8Array) => boolean;
  /** Lays IT's page over what the terminal shows, if one is open. */
  readonly dress: (view: UnsentView) => UnsentView;
};

const DESK: ReadonlySet<string> = new Set<DeskTouch['type']>([
  'it/diagnostics',
  'it/settings',
  'it/close',
  'it/change',
  'support/make',
  'support/save',
  'kiosk/leave',
  'restart/open',
  'restart/confirm',
  'wipe/open',
  'wipe/confirm',
]);
const isForDesk = (touch: TerminalTouch | DeskTouch): touch is DeskTouch => DESK.has(touch.type);

export const makeStation = (parts: Omit<ItParts, 'terminal'>): Station => {
  let terminal: Seated | null = null;
  const attend = (): void => terminal?.attendIt(desk.isOpen());
  const desk = makeItDesk({
    ...parts,
    terminal: () => terminal?.it ?? null,
    changed: () => {
      attend();
      parts.changed();
    },
  });
  /** A badge of one of IT's opens the desk, whatever else is wrong. */
  const greet = (holder: StaffId | null): void => {
    if (holder !== null) desk.unlock(holder);
  };
  /** Where no terminal runs, nobody takes it. */
  const nobody = (secret: Uint8Array): false => {
    wipe(secret);
    return false;
  };
  const hear: Station['hear'] = async (act) => {
    await terminal?.check();
    return act();
  };
  return {
    seat: (next) => {
      terminal = next;
      attend();
    },
    hear,
    scanned: (scan, signal) =>
      void hear(() => {
        if (scan === 'overlong') terminal?.noise(signal);
        else if (terminal === null) nobody(scan.payload);
        else greet(terminal.scan(scan.payload, scan.symbology, signal));
      }),
    touch: (touch) => (isForDesk(touch) ? desk.touch(touch) : (terminal?.touch(touch) ?? false)),
    typeCode: (delivery, code) => terminal?.typeCode(delivery, code) ?? nobody(code),
    signIn: (number, pin) => terminal?.signIn(number, pin) ?? nobody(pin),
    typedScan: (scan) => {
      if (terminal === null) return nobody(scan);
      greet(terminal.typedScan(scan));
      return true;
    },
    dress: (view) => {
      const dressed = desk.dress(view);
      attend();
      return dressed;
    },
  };
};
