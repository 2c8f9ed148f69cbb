import {
  FIRST_SCREEN,
  type Place,
  type ScreenEffect,
  type ScreenEvent,
  type ScreenState,
  screenStep,
} from '../../../shared/terminal/screen/screen.ts';

/** Holds what is looked at, and has done what a touch asks for. */
export type Screen = {
  readonly state: () => ScreenState;
  /** Whether it takes effect now; what is shown is made anew if it does. */
  readonly take: (event: ScreenEvent) => boolean;
  /** As `take`, where whoever says it makes what is shown anew. */
  readonly note: (event: ScreenEvent) => void;
};

export const makeScreen = (
  place: () => Place,
  /** Does it, or says that it may not be done now. It makes what is shown anew itself. */
  carryOut: (effect: ScreenEffect) => boolean,
  changed: () => void,
): Screen => {
  let state: ScreenState = FIRST_SCREEN;
  const move = (event: ScreenEvent): ScreenEffect | 'done' | null => {
    const step = screenStep(state, event, place());
    if (step === null) return null;
    ({ state } = step);
    return step.effect ?? 'done';
  };
  return {
    state: () => state,
    take: (event) => {
      const asked = move(event);
      if (asked === null) return false;
      if (asked !== 'done') return carryOut(asked);
      changed();
      return true;
    },
    note: (event) => void move(event),
  };
};
