import { type KeyRun, makeKeyRun } from './key-run.ts';
import { KEY_GAP_MS, PRESS_MS } from './rhythm.ts';
import {
  canBeHeld,
  fieldOf,
  isCommand,
  isNoStroke,
  isPress,
  pressable,
  restore,
  writesOf,
} from './strokes.ts';

/** A key that a hand pressed: the page has it now, as if it had just gone down. */
const give = (held: KeyboardEvent, given: WeakSet<Event>): boolean => {
  const { key, code, shiftKey } = held;
  const again = new KeyboardEvent('keydown', {
    ...{ key, code, shiftKey },
    ...{ bubbles: true, cancelable: true },
  });
  given.add(again);
  return (document.activeElement ?? document.body).dispatchEvent(again);
};

/**
 * Listens to the keyboard before the page does. Keys that are typed at a scanner's pace are a scan,
 * and the page never has them; all others it has a moment later, in their order.
 */
export const listenToKeys = (onScan: (scan: Uint8Array) => void): (() => void) => {
  const given = new WeakSet<Event>();
  /** When each key that is down went down, and how long the last ones were down, by their place. */
  const downAt = new Map<string, number>();
  const heldFor = new Map<string, number>();
  /** Presses that wait for their key to come up. */
  const pressing = new Map<string, KeyboardEvent>();
  let field: { readonly at: HTMLInputElement; readonly before: string } | null = null;
  let pause: number | undefined;

  /** Enter and the space bar press what has the focus, if a finger was on them. */
  const press = (event: KeyboardEvent): void => {
    pressing.delete(event.code);
    if ((heldFor.get(event.code) ?? 0) < PRESS_MS) return;
    if (give(event, given)) pressable(document.activeElement)?.click();
  };
  const type = (event: KeyboardEvent): void => {
    if (!isPress(event.key)) give(event, given);
    else if (pressable(document.activeElement) === null) give(event, given);
    else if (downAt.has(event.code)) pressing.set(event.code, event);
    else press(event);
  };
  const run: KeyRun<KeyboardEvent> = makeKeyRun({
    onTyped: (keys) => {
      field = null;
      for (const key of keys) type(key);
    },
    onScan: (scan) => {
      if (field !== null) restore(field.at, field.before);
      field = null;
      if (scan !== null) onScan(scan);
    },
  });
  const over = (): void => {
    run.over();
    field = null;
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (given.has(event) || isNoStroke(event)) return;
    // A command of a person's stands alone; a scanner's stands among its other keys.
    const goesOn = run.goesOn(event.timeStamp);
    if (isCommand(event) && !goesOn) return;
    downAt.set(event.code, event.timeStamp);
    heldFor.delete(event.code);
    const written = fieldOf(event.target);
    if (!goesOn) field = null;
    if (written !== null && field === null) field = { at: written, before: written.value };
    const isHeld = run.put({
      key: event,
      at: event.timeStamp,
      writes: writesOf(event),
      given: written !== null || (!canBeHeld(event) && !goesOn),
    });
    window.clearTimeout(pause);
    pause = window.setTimeout(over, KEY_GAP_MS + 1);
    if (!isHeld) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const onKeyUp = (event: KeyboardEvent): void => {
    const since = downAt.get(event.code);
    downAt.delete(event.code);
    if (since !== undefined) heldFor.set(event.code, event.timeStamp - since);
    const waiting = pressing.get(event.code);
    if (waiting !== undefined) press(waiting);
  };

  window.addEventListener('keydown', onKeyDown, true);
  window.addEventListener('keyup', onKeyUp, true);
  return () => {
    window.removeEventListener('keydown', onKeyDown, true);
    window.removeEventListener('keyup', onKeyUp, true);
    window.clearTimeout(pause);
    run.forget();
  };
};
