import { ForwardIcon } from '../icons.tsx';
import './more-row.css';

type Props = {
  readonly label: string;
  /** What it is now, in a word or two. */
  readonly value: string;
  readonly onPress: () => void;
};

/** Leads to something more that may be said, and shows what has been. */
export const MoreRow = ({ label, value, onPress }: Props) => (
  <button type="button" className="more-row" onClick={onPress}>
    <span className="more-label">{label}</span>
    <span className="more-value">{value}</span>
    <ForwardIcon />
  </button>
);
