import type { ReactNode } from 'react';
import { Heading } from '../../components/heading.tsx';
import { RoomTitle } from '../../components/room-title.tsx';
import { Mark } from '../../frame/mark.tsx';
import './entrance.css';

/** A page for whoever is not signed in yet. */
export const Entrance = ({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}) => (
  <main className="entrance">
    <RoomTitle room={title} />
    <Mark />
    <Heading>{title}</Heading>
    {children}
  </main>
);
