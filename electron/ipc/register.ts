import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import {
  CHANNELS,
  type ChannelAnswer,
  type Touch,
} from '../../shared/terminal/channels/contract.ts';
import { CHANNEL_NAMES, type Channel } from '../../shared/terminal/channels/names.ts';
import type { Settings } from '../../shared/terminal/settings/settings.ts';
import type { Diagnostics } from '../app/ports/diagnostics.ts';
import type { Station } from '../app/station.ts';
import { makeTypedCode, makeTypedScan } from './typed-code.ts';

/** Whose characters are put together: no delivery's id is this. */
const PIN = 'pin';

/** Who answers the window. */
export type Answering = {
  /** The terminal, and IT's desk. */
  readonly station: Omit<Station, 'seat' | 'scanned' | 'dress'>;
  readonly refresh: () => void;
  /** Opens a terminal anew that could not be opened; false if nothing hinders it that may pass. */
  readonly retry: () => boolean;
  readonly changeSettings: (settings: Settings) => void;
  readonly diagnostics: Diagnostics;
};

/** Whether what was touched took effect. */
const makeAct = ({ station, refresh, retry, changeSettings }: Answering) => {
  const typed = makeTypedCode();
  const scanned = makeTypedScan();
  return (touch: Touch): boolean => {
    switch (touch.type) {
      case 'view/refresh':
        refresh();
        return true;
      case 'problem/retry':
        return retry();
      case 'settings/change':
        changeSettings(touch.input);
        return true;
      case 'code/type':
        return typed.put(touch.input.delivery, touch.input.place, touch.input.symbol);
      case 'code/submit': {
        const { delivery, length } = touch.input;
        return station.typeCode(delivery, typed.take(delivery, length));
      }
      case 'sign-in/type':
        return typed.put(PIN, touch.input.place, touch.input.digit);
      case 'sign-in/submit':
        return station.signIn(touch.input.number, typed.take(PIN, touch.input.length));
      case 'wedge/type':
        return scanned.put(touch.input.place, touch.input.symbol);
      case 'wedge/submit':
        return station.typedScan(scanned.take(touch.input.length));
      default:
        return station.touch(touch);
    }
  };
};

/** Answers one request. */
type Answer = (channel: Channel, isOurs: boolean, input: unknown) => Promise<ChannelAnswer>;

const makeAnswer = (answering: Answering): Answer => {
  const act = makeAct(answering);
  const refusals = new Map<string, number>();
  /** Notes a refusal the 1st, 2nd, 4th, 8th … time: no window can drown the log in them. */
  const refused = (
    channel: Channel,
    error: (ChannelAnswer & { ok: false })['error'],
  ): ChannelAnswer => {
    const times = (refusals.get(`${channel} ${error}`) ?? 0) + 1;
    refusals.set(`${channel} ${error}`, times);
    const isNoted = (times & (times - 1)) === 0;
    if (isNoted) answering.diagnostics('ipc-refused', { channel, error, times });
    return { ok: false, error };
  };
  const answer = (channel: Channel, input: unknown): ChannelAnswer => {
    const { success, data } = CHANNELS[channel].safeParse(input);
    if (!success) return refused(channel, 'malformed');
    const took = act({ type: channel, input: data } as Touch);
    return took ? { ok: true } : { ok: false, error: 'not-now' };
  };
  return async (channel, isOurs, input) => {
    try {
      if (!isOurs) return refused(channel, 'refused');
      // Only the view is shown at once; who asks for anything else waits with the rest.
      if (channel === 'view/refresh') return answer(channel, input);
      return await answering.station.hear(() => answer(channel, input));
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
  for (const channel of CHANNEL_NAMES) {
    ipcMain.handle(channel, async (event, input) => {
      const ours = isOurs(event);
      return (await answer)(channel, ours, input);
    });
  }
};
