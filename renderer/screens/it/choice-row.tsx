type Props<T> = {
  readonly legend: string;
  readonly choices: readonly {
    readonly value: T;
    readonly label: string;
    readonly lang?: string;
  }[];
  readonly chosen: T;
  readonly onChoose: (value: T) => void;
};

/** One setting: all that it can be, as buttons, and which one it is. */
export const ChoiceRow = <T extends string | number | boolean | null>({
  legend,
  choices,
  chosen,
  onChoose,
}: Props<T>) => (
  <fieldset className="it-setting">
    <legend>{legend}</legend>
    <div className="it-choices">
      {choices.map(({ value, label, lang }) => (
        <button
          key={String(value)}
          type="button"
          className="it-choice"
          aria-pressed={value === chosen}
          lang={lang}
          onClick={() => onChoose(value)}
        >
          <bdi>{label}</bdi>
        </button>
      ))}
    </div>
  </fieldset>
);
