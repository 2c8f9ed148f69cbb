import { useArmed } from '../use-armed.ts';
import './suggestions.css';

type Props = {
  /** What they are, for those who do not see it. */
  readonly label: string;
  readonly options: readonly string[];
  /** They are sentences rather than words. */
  readonly long?: boolean;
  readonly onChoose: (option: string) => void;
};

/** What is written most, one touch away. They take no press in their first moment. */
export const Suggestions = ({ label, options, long = false, onChoose }: Props) => {
  const { armed, armedNow } = useArmed();
  if (options.length === 0) return null;
  return (
    <fieldset className="suggestions" data-armed={armed} data-long={long} aria-label={label}>
      {options.map((option) => (
        <button
          key={option}
          type="button"
          className="suggestion"
          onClick={() => {
            if (armedNow.current) onChoose(option);
          }}
        >
          <bdi>{option}</bdi>
        </button>
      ))}
    </fieldset>
  );
};
