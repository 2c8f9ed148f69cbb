import { expect, test } from 'vitest';
import type { Instant, StaffId } from '../../../shared/protocol/ids.ts';
import type { DeskTouch } from '../../../shared/terminal/channels/contract.ts';
import { NO_DEPOT, type UnsentView } from '../../../shared/terminal/view/view.ts';
import type { AskedTerminal } from './ask-terminal.ts';
import { makeItDesk } from './it-desk.ts';
import type { ItParts } from './it-parts.ts';

const BELOW: UnsentView = {
  status: {
    network: 'offline',
    waiting: { entries: 0, since: null },
    scanner: 'searching',
    scannerProblem: null,
    leaseEnds: null,
    clockWrong: false,
  },
  notice: null,
  depot: NO_DEPOT,
  screen: { name: 'starting' },
  testOnly: true,
};
const ROBIN = '00000000-0000-4000-8000-00000000000a' as StaffId;

/** A desk of an enrolled terminal; what it was told to restart is counted. */
const deskOf = ({ can = true }: { readonly can?: boolean } = {}) => {
  const at = { door: false, restarts: 0 };
  const terminal: Partial<AskedTerminal> = {
    waiting: () => 3,
    isWiped: () => false,
    isAtDoor: () => at.door,
  };
  const restart = () => {
    at.restarts += 1;
  };
  const parts: Partial<ItParts> = {
    now: () => 1_800_000_000_000 as Instant,
    terminal: () => terminal as AskedTerminal,
    problem: () => null,
    settings: {
      current: () => ({}) as never,
      problem: () => null,
      it: () => ({ scanner: null, kiosk: true }) as never,
      changeIt: () => undefined,
    },
    ports: () => new Promise(() => undefined),
    kiosk: { isOn: () => true, leave: () => undefined },
    restart: can ? restart : null,
    changed: () => undefined,
  };
  const desk = makeItDesk(parts as ItParts);
  return {
    at,
    desk,
    touch: (type: DeskTouch['type']) => desk.touch({ type, input: {} } as DeskTouch),
    screen: () => desk.dress(BELOW).screen,
  };
};

test('a restart is asked about before it is done, and done once', () => {
  const { at, desk, touch, screen } = deskOf();
  desk.unlock(ROBIN);
  expect(screen()).toMatchObject({ name: 'settings', mayRestart: true });
  expect(touch('restart/open')).toBe(true);
  expect(screen()).toEqual({ name: 'restart', stage: 'confirm' });
  expect(at.restarts).toBe(0);
  expect(touch('restart/confirm')).toBe(true);
  expect(screen()).toEqual({ name: 'restart', stage: 'working' });
  expect(touch('restart/confirm')).toBe(false);
  expect(touch('it/close')).toBe(false);
  desk.unlock(ROBIN);
  expect(screen()).toEqual({ name: 'restart', stage: 'working' });
  expect(at.restarts).toBe(1);
});

test('it can be left, and leads back to the settings', () => {
  const { at, desk, touch, screen } = deskOf();
  desk.unlock(ROBIN);
  touch('restart/open');
  expect(touch('it/close')).toBe(true);
  expect(screen()).toMatchObject({ name: 'settings' });
  expect(touch('restart/confirm')).toBe(false);
  expect(at.restarts).toBe(0);
});

test('while somebody is at a stop it waits, whatever was on the screen', () => {
  const { at, desk, touch, screen } = deskOf();
  at.door = true;
  desk.unlock(ROBIN);
  touch('restart/open');
  expect(screen()).toEqual({ name: 'restart', stage: 'at-door' });
  expect(touch('restart/confirm')).toBe(false);
  expect(at.restarts).toBe(0);
  at.door = false;
  expect(screen()).toEqual({ name: 'restart', stage: 'confirm' });
  expect(touch('restart/confirm')).toBe(true);
});

test('nobody restarts without a badge of IT, nor an app that cannot start itself', () => {
  const locked = deskOf();
  for (const type of ['restart/open', 'restart/confirm'] as const) {
    expect(locked.touch(type)).toBe(false);
  }
  expect(locked.at.restarts).toBe(0);
  const unable = deskOf({ can: false });
  unable.desk.unlock(ROBIN);
  expect(unable.screen()).toMatchObject({ mayRestart: false });
  expect(unable.touch('restart/open')).toBe(false);
});
