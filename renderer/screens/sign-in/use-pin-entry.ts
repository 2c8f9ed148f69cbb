import { useCallback, useEffect, useReducer, useRef } from 'react';
import { secretBytes, wipe } from '../../../shared/protocol/codec/bytes.ts';
import { MAX_PIN, MIN_PIN } from '../../../shared/protocol/plain-values.ts';
import type { SignInView } from '../../../shared/terminal/view/view.ts';

import { useAsk } from '../../bridge.tsx';

const MAX_NUMBER = 6;

export type PinEntry = {
  readonly number: string;
  readonly pinLength: number;
  readonly field: 'number' | 'pin';
  readonly busy: boolean;
  /** What was typed is no number or PIN yet, or did not reach the main process. */
  readonly fault: 'short' | 'not-taken' | null;
  readonly choose: (field: PinEntry['field']) => void;
  readonly type: (character: string) => void;
  readonly remove: () => void;
  /** From the number to the PIN, and from there to the main process. */
  readonly go: () => void;
};

/** Number and PIN being typed. The PIN is bytes, wiped when it is sent, refused or left. */
export const usePinEntry = ({ checking, refusals }: SignInView): PinEntry => {
  const ask = useAsk();
  const pin = useRef(secretBytes(MAX_PIN)).current;
  // Kept outside React's state: two keys within one frame must not be taken for one.
  const state = useRef({
    number: '',
    length: 0,
    field: 'number' as PinEntry['field'],
    sending: false,
    fault: null as PinEntry['fault'],
  }).current;
  const [, redraw] = useReducer((count: number) => count + 1, 0);

  const forget = useCallback(() => {
    wipe(pin);
    state.length = 0;
  }, [pin, state]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each refusal gives up what was typed
  useEffect(() => {
    forget();
    redraw();
  }, [refusals, forget]);
  useEffect(() => () => wipe(pin), [pin]);

  const send = async (): Promise<void> => {
    const { length, number } = state;
    state.sending = true;
    try {
      let taken = true;
      for (let place = 0; taken && place < length; place++) {
        taken = (await ask['sign-in/type']({ place, digit: pin[place] ?? 0 })).ok;
      }
      taken = taken && (await ask['sign-in/submit']({ number: Number(number), length })).ok;
      state.fault = taken ? null : 'not-taken';
    } catch {
      state.fault = 'not-taken';
    } finally {
      state.sending = false;
      forget();
      redraw();
    }
  };

  const change = (edit: () => void): void => {
    if (checking || state.sending) return;
    state.fault = null;
    edit();
    redraw();
  };

  return {
    number: state.number,
    pinLength: state.length,
    field: state.field,
    busy: checking || state.sending,
    fault: state.fault,
    choose: (field) =>
      change(() => {
        state.field = field;
      }),
    type: (character) =>
      change(() => {
        if (!/^[0-9]$/.test(character)) return;
        if (state.field === 'number') {
          // A number does not begin with a nought.
          const full = state.number.length === MAX_NUMBER;
          if (!full && !(state.number === '' && character === '0')) state.number += character;
        } else if (state.length < MAX_PIN) {
          pin[state.length] = character.charCodeAt(0);
          state.length += 1;
        }
      }),
    remove: () =>
      change(() => {
        if (state.field === 'number') state.number = state.number.slice(0, -1);
        else if (state.length > 0) {
          state.length -= 1;
          pin[state.length] = 0;
        }
      }),
    go: () =>
      change(() => {
        if (state.number === '') state.fault = 'short';
        else if (state.field === 'number') state.field = 'pin';
        else if (state.length < MIN_PIN) state.fault = 'short';
        else void send();
      }),
  };
};
