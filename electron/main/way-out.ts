/** A key as Electron tells of it. */
export type Pressed = {
  readonly key: string;
  readonly alt: boolean;
  readonly control: boolean;
  readonly meta: boolean;
};

/** Function keys close, reload, go full screen, or open tools. */
const FUNCTION_KEY = /^F([1-9]|1\d|2[0-4])$/;
const LEAVING: ReadonlySet<string> = new Set(['BrowserBack', 'BrowserForward', 'BrowserRefresh']);
/** What people edit a note with. */
const EDITING: ReadonlySet<string> = new Set(['a', 'c', 'v', 'x', 'z']);

/**
 * Whether a key could lead out of a kiosk: to another program, to a reload, to a larger or smaller
 * page. Characters that are typed with AltGr (Alt and Control in one) stay.
 */
export const isWayOut = ({ key, alt, control, meta }: Pressed): boolean => {
  if (FUNCTION_KEY.test(key) || LEAVING.has(key) || meta) return true;
  if (alt && control) return key.length !== 1;
  return alt || (control && !EDITING.has(key.toLowerCase()));
};

/** The app holds the screen only where it is packaged, and was told to: by its line or by IT. */
export const isKioskWanted = (how: {
  readonly packaged: boolean;
  readonly flag: boolean;
  readonly setting: boolean;
}): boolean => how.packaged && (how.flag || how.setting);
