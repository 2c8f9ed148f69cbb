import { utf8 } from '../../shared/protocol/codec/bytes.ts';
import { westernDigits } from '../../shared/protocol/scan/western-digits.ts';

/** The separator of GS1, which scanners type as Ctrl and the right bracket. */
const GS = 0x1d;
/** Stands for a key that writes nothing that a symbol has, and makes the scan unreadable. */
const OTHER = [0x1a];
/** They belong to the key that follows. */
const MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'NumLock']);
/** What the page acts on itself. All other keys but characters the system or the browser does. */
const ACTS = new Set(['Enter', 'Escape', 'Backspace']);
const ENDS = new Set(['Enter', 'Tab']);
/** The same as control characters: CR, LF, TAB, NUL and ETX, which scanners type as Ctrl and these. */
const CONTROL_ENDS = new Set(['m', 'j', 'i', '@', 'c']);

/** Whether a key is none of a scan's: it belongs to another, is held down, or composes a letter. */
export const isNoStroke = (event: KeyboardEvent): boolean =>
  MODIFIERS.has(event.key) || event.repeat || event.isComposing || event.key === 'Process';

/** Whether Ctrl, Alt or Meta make a command of it, and AltGr no character. */
export const isCommand = (event: KeyboardEvent): boolean =>
  (event.ctrlKey || event.altKey || event.metaKey) && !event.getModifierState('AltGraph');

/**
 * The character that a scanner meant: caps lock is the keyboard's, and turns its letters round; an
 * Arabic keyboard makes digits of its own of those that it sends.
 */
const meantBy = (event: KeyboardEvent): string => {
  const key = westernDigits(event.key);
  if (!event.getModifierState('CapsLock') || !/^[A-Za-z]$/.test(key)) return key;
  return key === key.toLowerCase() ? key.toUpperCase() : key.toLowerCase();
};

/** What a key writes, in UTF-8; null: it ends a scan. */
export const writesOf = (event: KeyboardEvent): readonly number[] | null => {
  if (ENDS.has(event.key)) return null;
  if (isCommand(event) && event.ctrlKey) {
    if (event.key === ']' || event.code === 'BracketRight') return [GS];
    if (CONTROL_ENDS.has(event.key.toLowerCase())) return null;
  }
  return event.key.length === 1 && !isCommand(event) ? [...utf8(meantBy(event))] : OTHER;
};

/** A field in which people write; what is there is theirs. */
export const fieldOf = (target: EventTarget | null): HTMLInputElement | null =>
  target instanceof HTMLInputElement && target.type === 'text' ? target : null;

/** Whether a key may be held back and given to the page later; others are not the page's to do. */
export const canBeHeld = (event: KeyboardEvent): boolean =>
  fieldOf(event.target) === null && (event.key.length === 1 || ACTS.has(event.key));

/** Whether it presses the button that has the focus. */
export const isPress = (key: string): boolean => key === 'Enter' || key === ' ';

/** What Enter and the space bar press. */
export const pressable = (target: Element | null): HTMLElement | null =>
  target instanceof HTMLElement && target.matches('button, a[href], summary, [role="button"]')
    ? target
    : null;

/** Puts back what a field had before a scanner typed into it. */
export const restore = (field: HTMLInputElement, value: string): void => {
  // The page's framework keeps a setter of its own on the element.
  const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
  setter?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
};
