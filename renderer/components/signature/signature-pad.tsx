import { type PointerEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Strokes } from '../../../shared/protocol/outcome.ts';
import './signature-pad.css';
import { beginStroke, endStroke, extendStroke, isFull, pointIn } from './stroke-drawing.ts';

type Props = {
  readonly strokes: Strokes;
  readonly onStrokes: (strokes: Strokes) => void;
};

/** A field to sign in: by finger, glove, pen or mouse. Its state is also said in words. */
export const SignaturePad = ({ strokes, onStrokes }: Props) => {
  const { t } = useTranslation();
  const drawing = useDrawing(strokes, onStrokes);
  const state = t(strokes.length === 0 ? 'signature.empty' : 'signature.drawn');
  return (
    <div
      className="signature-field"
      dir="ltr"
      role="img"
      aria-label={`${t('signature.field')}: ${state}`}
      {...drawing}
    >
      <svg viewBox="0 0 1000 500" aria-hidden="true" focusable="false">
        <path className="signature-base" d="M60 390H940" />
        {strokes.map((stroke, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: strokes have an order and nothing else
          <path key={index} className="signature-stroke" d={pathOf(stroke)} />
        ))}
      </svg>
    </div>
  );
};

/** A point alone is a line of no length, which its round ends make a dot. */
const pathOf = (stroke: Strokes[number]): string =>
  stroke.length === 1 ? `M${stroke[0]}h0` : `M${stroke.map(([x, y]) => `${x} ${y}`).join('L')}`;

/**
 * One pointer draws at a time: a second finger is the rest of the glove. The field holds on to it,
 * so that a stroke goes on where the pointer has left the field, and ends wherever it is lifted.
 */
const useDrawing = (strokes: Strokes, onStrokes: (strokes: Strokes) => void) => {
  // What is drawn between two frames must not wait for the first of them.
  const latest = useRef(strokes);
  latest.current = strokes;
  const pointer = useRef<number | null>(null);
  const change = (next: Strokes) => {
    if (next === latest.current) return;
    latest.current = next;
    onStrokes(next);
  };
  const end = (event: PointerEvent) => {
    if (pointer.current !== event.pointerId) return;
    pointer.current = null;
    change(endStroke(latest.current));
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      if (!event.isPrimary || event.button !== 0 || isFull(latest.current)) return;
      pointer.current = event.pointerId;
      event.currentTarget.setPointerCapture(event.pointerId);
      const field = event.currentTarget.getBoundingClientRect();
      change(beginStroke(latest.current, pointIn(field, event)));
    },
    onPointerMove: (event: PointerEvent) => {
      if (pointer.current !== event.pointerId) return;
      const field = event.currentTarget.getBoundingClientRect();
      const moves = event.nativeEvent.getCoalescedEvents();
      const points = (moves.length === 0 ? [event] : moves).map((move) => pointIn(field, move));
      change(points.reduce(extendStroke, latest.current));
    },
    onPointerUp: end,
    onPointerCancel: end,
    onLostPointerCapture: end,
  };
};
