import type { ReactNode } from 'react';
import { Heading } from './heading.tsx';

/** A whole room's worth of one message: what is so, and what to do next. */
export const Notice = ({
  title,
  children,
  act,
}: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly act?: ReactNode;
}) => (
  <div className="notice">
    <Heading>{title}</Heading>
    {children}
    {act}
  </div>
);
