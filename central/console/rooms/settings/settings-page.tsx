import type { ReactNode } from 'react';
import { Heading } from '../../components/heading.tsx';
import { RoomTitle } from '../../components/room-title.tsx';

/** One address of the settings: what it is called, and the sentence that says how things stand. */
export const SettingsPage = ({
  title,
  sentence,
  done,
  children,
}: {
  readonly title: string;
  readonly sentence: string;
  /** What has just been done, which is read out; null: nothing. */
  readonly done?: string | null;
  readonly children: ReactNode;
}) => (
  <div className="settings-page">
    <RoomTitle room={title} />
    <Heading>{sentence}</Heading>
    <p role="status" className="setting-done">
      {done ?? ''}
    </p>
    {children}
  </div>
);
