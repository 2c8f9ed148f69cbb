import { useEffect, useState } from 'react';
import type { View } from '../shared/terminal/view/view.ts';
import { useBridge } from './bridge.tsx';

/** The newest view, or null until the first one has come. */
export const useView = (): View | null => {
  const bridge = useBridge();
  const [view, setView] = useState<View | null>(null);
  useEffect(() => {
    const end = bridge.onView((next) =>
      setView((shown) => (shown === null || next.revision > shown.revision ? next : shown)),
    );
    void bridge.ask['view/refresh']({});
    return end;
  }, [bridge]);
  return view;
};
