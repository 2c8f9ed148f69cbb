import { UncertainIcon } from '../icons.tsx';
import './notice.css';

/** Why it does not go on, and what to do about it. */
export const Notice = ({ text }: { text: string }) => (
  <p className="notice" role="alert">
    <UncertainIcon />
    {text}
  </p>
);
