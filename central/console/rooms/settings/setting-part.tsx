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
  level = 2,
  children,
}: {
  readonly title: ReactNode;
  readonly facts?: ReactNode;
  /** Of its heading: 3 in a part that has one of its own. */
  readonly level?: 2 | 3;
  readonly children?: ReactNode;
}) => {
  const Heading = level === 2 ? ('h2' as const) : ('h3' as const);
  return (
    <li className="setting-row">
      <div className="setting-facts">
        <Heading>{title}</Heading>
        {facts !== undefined && <div className="hint">{facts}</div>}
      </div>
      {children !== undefined && <div className="acts">{children}</div>}
    </li>
  );
};
