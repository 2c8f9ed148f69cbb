import accepted from '../../resources/sounds/accepted.wav?no-inline';
import mistyped from '../../resources/sounds/mistyped.wav?no-inline';
import notOurs from '../../resources/sounds/not-ours.wav?no-inline';
import refused from '../../resources/sounds/refused.wav?no-inline';
import type { Cue } from './cue.ts';

const FILES: Record<Cue, string> = { accepted, refused, mistyped, 'not-ours': notOurs };

/** Milliseconds on and off, in the rhythm of the sound. */
const MOTOR: Record<Cue, number[]> = {
  accepted: [130, 40, 340],
  refused: [120, 70, 120, 70, 120],
  mistyped: [420],
  'not-ours': [60],
};

/** Plays a cue, at a volume in per cent. */
export type CuePlayer = (cue: Cue, volume: number) => void;

/** Loads the sounds, so that the first verdict is as quick as the last; gives what plays one. */
export const makeCuePlayer = (): CuePlayer => {
  const load = (file: string) => {
    const sound = new Audio(file);
    sound.preload = 'auto';
    return sound;
  };
  const sounds: Record<Cue, HTMLAudioElement> = {
    accepted: load(FILES.accepted),
    refused: load(FILES.refused),
    mistyped: load(FILES.mistyped),
    'not-ours': load(FILES['not-ours']),
  };
  return (cue, volume) => {
    for (const sound of Object.values(sounds)) sound.pause();
    const sound = sounds[cue];
    sound.currentTime = 0;
    // A terminal without a loudspeaker still has its screen: that it cannot play is no failure.
    sound.volume = volume / 100;
    if (volume > 0) sound.play().catch(() => undefined);
    if ('vibrate' in navigator) navigator.vibrate(MOTOR[cue]);
  };
};
