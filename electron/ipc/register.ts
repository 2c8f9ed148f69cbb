import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import {
  CHANNELS,
  type Channel,
  type ChannelAnswer,
  type ChannelInput,
} from '../../shared/terminal/channels/contract.ts';
import type { Settings } from '../../shared/terminal/settings/settings.ts';
import type { ItDesk } from '../app/desk/it-desk.ts';
import type { Diagnostics } from '../app/ports/diagnostics.ts';
import type { Terminal } from '../app/terminal.ts';
import { makeTypedCode, makeTypedScan } from './typed-code.ts';

/** Whose characters are put together: no delivery's id is this. */
const PIN = 'pin';

/** A terminal, which listens once its store was looked at. */
type AskableTerminal = Omit<Terminal, 'checked'> & { readonly check: () => Promise<void> };

/** Whether what a channel asks for took effect. */
type Handlers = { readonly [C in Channel]: (input: ChannelInput<C>) => boolean };

/** Who answers the window. */
export type Answering = {
  /** Null while the terminal starts, and where it cannot. */
  readonly terminal: () => AskableTerminal | null;
  readonly desk: ItDesk;
  readonly refresh: () => void;
  /** Opens a terminal anew that could not be opened; false if nothing hinders it that may pass. */
  readonly retry: () => boolean;
  readonly changeSettings: (settings: Settings) => void;
  readonly diagnostics: Diagnostics;
};

/** Answers one request. */
type Answer = (
  channel: Channel,
  isOurs: boolean,
  input: unknown,
) => ChannelAnswer | Promise<ChannelAnswer>;

const makeAnswer = ({
  terminal,
  desk,
  refresh,
  retry,
  changeSettings,
  diagnostics,
}: Answering): Answer => {
  const typed = makeTypedCode();
  const scanned = makeTypedScan();
  const handlers: Handlers = {
    'view/refresh': () => {
      refresh();
      return true;
    },
    'route/look': (look) => terminal()?.look(look) ?? false,
    'route/choose': ({ route }) => terminal()?.chooseRoute(route) ?? false,
    'history/open': ({ from }) => terminal()?.openHistory(from) ?? false,
    'history/close': () => terminal()?.closeHistory() ?? false,
    'exception/undo': ({ sequence }) => terminal()?.undoException(sequence) ?? false,
    'stop/open': ({ delivery }) => terminal()?.openStop(delivery) ?? false,
    'stop/close': () => terminal()?.closeStop() ?? false,
    'code/type': ({ delivery, place, symbol }) => typed.put(delivery, place, symbol),
    'code/submit': ({ delivery, length }) =>
      terminal()?.typeCode(delivery, typed.take(delivery, length)) ?? false,
    'override/ask': ({ delivery }) => terminal()?.askFor(delivery, 'override') ?? false,
    'override/leave': () => terminal()?.leaveOverride() ?? false,
    'hand-over/prepare': ({ delivery, particulars }) =>
      terminal()?.prepare(delivery, particulars) ?? false,
    'draft/change': ({ delivery, edit, draft }) =>
      terminal()?.changeDraft(delivery, edit, draft) ?? false,
    'question/answer': ({ delivery, answer }) => terminal()?.answer(delivery, answer) ?? false,
    'exception/record': ({ delivery, ...said }) =>
      terminal()?.recordException(delivery, said) ?? false,
    'sign-in/type': ({ place, digit }) => typed.put(PIN, place, digit),
    'sign-in/submit': ({ number, length }) =>
      terminal()?.signIn(number, typed.take(PIN, length)) ?? false,
    'sign-in/end': () => terminal()?.signOut() ?? false,
    'verdict/acknowledge': ({ id }) => terminal()?.acknowledge(id) ?? false,
    'dock/start': () => terminal()?.startDock() ?? false,
    'dock/leave': () => terminal()?.leaveDock() ?? false,
    'problem/retry': retry,
    'it/diagnostics': desk.openDiagnostics,
    'it/settings': desk.openSettings,
    'it/close': desk.close,
    'support/make': desk.makeSupport,
    'support/save': ({ to }) => desk.saveSupport(to),
    'it/change': ({ change }) => desk.change(change),
    'kiosk/leave': desk.leaveKiosk,
    'wipe/open': desk.openWipe,
    'wipe/confirm': ({ words }) => desk.confirmWipe(words),
    'settings/change': (settings) => {
      changeSettings(settings);
      return true;
    },
    'wedge/type': ({ place, symbol }) => scanned.put(place, symbol),
    'wedge/submit': ({ length }) => terminal()?.typedScan(scanned.take(length)) ?? false,
    'scanner-test/open': () => terminal()?.testScanner() ?? false,
    'scanner-test/leave': () => terminal()?.leaveScannerTest() ?? false,
  };

  const refusals = new Map<string, number>();
  /** Notes a refusal the 1st, 2nd, 4th, 8th … time: no window can drown the log in them. */
  const note = (channel: Channel, error: string): void => {
    const times = (refusals.get(`${channel} ${error}`) ?? 0) + 1;
    refusals.set(`${channel} ${error}`, times);
    if ((times & (times - 1)) === 0) diagnostics('ipc-refused', { channel, error, times });
  };
  const refused = (
    channel: Channel,
    error: (ChannelAnswer & { ok: false })['error'],
  ): ChannelAnswer => {
    note(channel, error);
    return { ok: false, error };
  };
  const act = <C extends Channel>(channel: C, input: unknown): ChannelAnswer => {
    const parsed = CHANNELS[channel].safeParse(input);
    if (!parsed.success) return refused(channel, 'malformed');
    const took = handlers[channel](parsed.data as ChannelInput<C>);
    return took ? { ok: true } : { ok: false, error: 'not-now' };
  };
  return async (channel, isOurs, input) => {
    try {
      if (!isOurs) return refused(channel, 'refused');
      // What is asked for while the store is looked at is done after that.
      if (channel !== 'view/refresh') await terminal()?.check();
      return act(channel, input);
    } catch {
      return refused(channel, 'internal');
    }
  };
};

type Parts = {
  readonly ipcMain: IpcMain;
  /** Whether a request comes from the main frame of our own window, showing our own page. */
  readonly isOurs: (event: IpcMainInvokeEvent) => boolean;
  /** Who answers, once there is somebody; what is asked for before waits. */
  readonly answering: Promise<Answering>;
};

/**
 * The only place that listens to the window. Each request: who asks, is it of the channel's form,
 * then the act. The answer says no more than whether it took effect; what changes is in the view.
 */
export const registerChannels = ({ ipcMain, isOurs, answering }: Parts): void => {
  const answer = answering.then(makeAnswer);
  for (const channel of Object.keys(CHANNELS) as Channel[]) {
    ipcMain.handle(channel, async (event, input) => {
      const ours = isOurs(event);
      return (await answer)(channel, ours, input);
    });
  }
};
