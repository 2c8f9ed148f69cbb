import { useCallback, useEffect, useReducer, useRef } from 'react';
import { wipe } from '../../../shared/protocol/codec/bytes.ts';
import type { DoorView } from '../../../shared/terminal/view/view.ts';
import { useAsk } from '../../bridge.tsx';
import {
  type CodeSlots,
  clearGroup,
  deleteCharacter,
  emptySlots,
  type Group,
  isFull,
  typeCharacter,
} from './code-slots.ts';

export type CodeEntry = {
  readonly slots: CodeSlots;
  /** Input waits: the code is on its way, or is being judged. */
  readonly busy: boolean;
  /** The last code did not reach the main process. */
  readonly notTaken: boolean;
  readonly type: (character: string) => void;
  readonly remove: () => void;
  readonly retype: (group: Group) => void;
};

/**
 * The characters of a code or of a token's answer being typed at one stop. The last one submits.
 * Everything is wiped when the door is left, and when its entry is ready for another code.
 */
export const useCodeEntry = ({ stop: { delivery }, entry, form }: DoorView): CodeEntry => {
  const ask = useAsk();
  const slots = useRef<CodeSlots>(emptySlots(form)).current;
  // Kept outside React's state: two keys within one frame must not submit twice.
  const flags = useRef({ sending: false, notTaken: false }).current;
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const verifying = entry === 'verifying';

  const submit = useCallback(async () => {
    flags.sending = true;
    try {
      // Each after the answer to the one before: then they share one piece of memory on their way.
      let taken = true;
      for (let place = 0; taken && place < slots.length; place++) {
        const symbol = slots[place] ?? 0;
        taken = (await ask['code/type']({ delivery, place, symbol })).ok;
      }
      flags.notTaken = !taken || !(await ask['code/submit']({ delivery, length: slots.length })).ok;
    } catch {
      flags.notTaken = true;
    } finally {
      flags.sending = false;
      redraw();
    }
  }, [ask, delivery, slots, flags]);

  const change = useCallback(
    (edit: () => boolean | undefined) => {
      if (verifying || flags.sending || edit() === false) return;
      flags.notTaken = false;
      if (isFull(slots)) void submit();
      redraw();
    },
    [verifying, slots, flags, submit],
  );

  const entryBefore = useRef(entry);
  useEffect(() => {
    const over = entry === 'ready' && entryBefore.current !== 'ready';
    entryBefore.current = entry;
    if (!over) return;
    wipe(slots);
    redraw();
  }, [entry, slots]);
  useEffect(() => () => wipe(slots), [slots]);

  return {
    slots,
    busy: verifying || flags.sending,
    notTaken: flags.notTaken,
    type: (character) => change(() => typeCharacter(slots, character, form)),
    remove: () =>
      change(() => {
        deleteCharacter(slots);
        return undefined;
      }),
    retype: (group) =>
      change(() => {
        clearGroup(slots, group);
        return undefined;
      }),
  };
};
