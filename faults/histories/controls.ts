import { OF_THE_DEPOT } from './controls/depot.ts';
import { OF_THE_DOOR } from './controls/door.ts';
import { OF_THE_RECORD } from './controls/record.ts';
import type { SwitchedOff } from './terminal-under-test.ts';

/** The product with one protection off each: the same histories must find what this lets in. */
export const CONTROLS: readonly SwitchedOff[] = [...OF_THE_RECORD, ...OF_THE_DOOR, ...OF_THE_DEPOT];
