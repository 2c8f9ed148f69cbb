/** One of a few things, each a whole line that can be touched. */
export const Choice = <V extends string>({
  name,
  label,
  options,
  chosen,
  onChoose,
}: {
  readonly name: string;
  readonly label: string;
  readonly options: readonly {
    readonly value: V;
    readonly words: string;
    readonly more?: string;
  }[];
  readonly chosen: V | null;
  readonly onChoose: (value: V) => void;
}) => (
  <fieldset className="choice">
    <legend>{label}</legend>
    {options.map(({ value, words, more }) => (
      <label key={value}>
        <input
          type="radio"
          name={name}
          value={value}
          checked={chosen === value}
          onChange={() => onChoose(value)}
        />
        <span>
          <bdi>{words}</bdi>
          {more !== undefined && <span className="hint">{more}</span>}
        </span>
      </label>
    ))}
  </fieldset>
);
