import { useCallback, useEffect, useReducer, useRef } from 'react';
import type { DoorView } from '../../../shared/ipc/view.ts';
import { useAsk } from '../../bridge.tsx';
import { SCAN_BEGAN } from '../../wedge/use-wedge.ts';
import {
  type CodeSlots,
  clearGroup,
  deleteCharacter,
  emptySlots,
  type Group,
  isFull,
  typeCharacter,
  wipe,
} from './code-slots.ts';

/** How long a code waits that was typed as fast as by a scanner, for more keys of the same scan. */
const HELD_MS = 60;

export type CodeEntry = {
  readonly slots: CodeSlots;
  /** Input waits: the code is on its way, or is being judged. */
  readonly busy: boolean;
  /** The last code did not reach the main process. */
  readonly notTaken: boolean;
  /** `fast`: by a key that came sooner than a hand is; it may be a scanner's that types. */
  readonly type: (character: string, fast?: boolean) => void;
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
  const flags = useRef({ sending: false, notTaken: false, held: 0 }).current;
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const verifying = entry === 'verifying';

  const submit = useCallback(async () => {
    flags.held = 0;
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
    (edit: () => boolean | undefined, fast = false) => {
      if (verifying || flags.sending) return;
      const wasHeld = flags.held !== 0;
      window.clearTimeout(flags.held);
      flags.held = 0;
      const changed = edit() !== false;
      // What a scanner types may go on beyond the last place: then it was no code.
      const hold = isFull(slots) && (changed ? fast : wasHeld);
      if (hold) flags.held = window.setTimeout(() => void submit(), HELD_MS);
      if (!changed) return;
      flags.notTaken = false;
      if (isFull(slots) && !hold) void submit();
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
  useEffect(() => {
    const takeBack = (): void => {
      window.clearTimeout(flags.held);
      if (flags.sending) return;
      wipe(slots);
      redraw();
    };
    window.addEventListener(SCAN_BEGAN, takeBack);
    return () => {
      window.removeEventListener(SCAN_BEGAN, takeBack);
      window.clearTimeout(flags.held);
      wipe(slots);
    };
  }, [slots, flags]);

  return {
    slots,
    busy: verifying || flags.sending,
    notTaken: flags.notTaken,
    type: (character, fast) => change(() => typeCharacter(slots, character, form), fast),
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
