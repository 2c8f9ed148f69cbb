import { type ReactNode, useEffect, useRef } from 'react';

let isAnother = false;

/** Somebody goes to another view: its heading is read out as soon as it is there. */
export const noteAnotherView = (): void => {
  isAnother = true;
};

/** The heading of a view. Whoever does not see the page learns by it that it is another one. */
export const Heading = ({
  className,
  children,
}: {
  readonly className?: string;
  readonly children: ReactNode;
}) => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (isAnother) heading.current?.focus();
    isAnother = false;
  }, []);
  return (
    <h1 ref={heading} className={className} tabIndex={-1}>
      {children}
    </h1>
  );
};
