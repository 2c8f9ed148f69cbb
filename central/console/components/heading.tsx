import { type ReactNode, useEffect, useRef } from 'react';

let isAnother = false;

/** Somebody goes to another view: its heading is read out as soon as it is there. */
export const noteAnotherView = (): void => {
  isAnother = true;
};

/**
 * The heading of a view. Whoever does not see the page learns by it that it is another one. `level` 2:
 * the view is beside another one.
 */
export const Heading = ({
  className,
  level = 1,
  children,
}: {
  readonly className?: string;
  readonly level?: 1 | 2;
  readonly children: ReactNode;
}) => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (isAnother) heading.current?.focus();
    isAnother = false;
  }, []);
  const Level = level === 1 ? 'h1' : 'h2';
  return (
    <Level ref={heading} className={className} tabIndex={-1}>
      {children}
    </Level>
  );
};
