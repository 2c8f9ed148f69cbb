// Of names alone, so that the preload script has no schemas in it.

/** Every channel through which the window asks, as `who/act`. */
export const CHANNEL_NAMES = [
  'view/refresh',
  'route/look',
  'route/choose',
  'history/open',
  'history/close',
  'exception/undo',
  'stop/open',
  'stop/close',
  'instructions/show',
  'code/type',
  'code/submit',
  'override/ask',
  'override/leave',
  'hand-over/prepare',
  'draft/change',
  'question/answer',
  'exception/record',
  'sign-in/type',
  'sign-in/submit',
  'sign-in/end',
  'verdict/acknowledge',
  'dock/start',
  'dock/leave',
  'problem/retry',
  'it/diagnostics',
  'it/settings',
  'it/close',
  'support/make',
  'support/save',
  'it/change',
  'kiosk/leave',
  'restart/open',
  'restart/confirm',
  'wipe/open',
  'wipe/confirm',
  'settings/change',
  'wedge/type',
  'wedge/submit',
  'scanner-test/open',
  'scanner-test/leave',
] as const;
export type Channel = (typeof CHANNEL_NAMES)[number];

/** The one event that main sends to the window: the view, whole. */
export const VIEW_EVENT = 'view/changed';
