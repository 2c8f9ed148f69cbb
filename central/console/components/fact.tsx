import type { ReactNode } from 'react';

/** A fact with its name, in a list of them: `<dl className="facts">`. */
export const Fact = ({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}) => (
  <div className="fact">
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
);
