import type { ReactNode } from 'react';

/** A fact with its name, in a list of them: a `<dl>`, whose class says how they are set out. */
export const Fact = ({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}) => (
  <div>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
);
