import { z } from 'zod';

/**
 * What no text that is shown as it is may hold: control characters, and what turns the direction of
 * writing or breaks the line without being seen.
 */
export const NOT_SHOWN = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u;

/** One line that is shown as it is, without blanks at its ends. */
export const shownLine = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((text) => !NOT_SHOWN.test(text), 'characters that are not shown')
    .refine((text) => text.trim() === text, 'blank at its ends');
