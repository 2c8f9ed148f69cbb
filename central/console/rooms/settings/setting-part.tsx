import { type ReactNode, useId } from 'react';

/** A part of a page of settings, with its heading. */
export const SettingPart = ({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}) => {
  const id = useId();
  return (
    <section className="setting-part" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
};

/** One of several things that are set: what it is, and what may be done with it. */
export const SettingRow = ({
  title,
  facts,
  children,
}: {
  readonly title: ReactNode;
  readonly facts?: ReactNode;
  readonly children?: ReactNode;
}) => (
  <li className="setting-row">
    <div className="setting-facts">
      <h3>{title}</h3>
      {facts !== undefined && <div className="hint">{facts}</div>}
    </div>
    {children !== undefined && <div className="acts">{children}</div>}
  </li>
);
