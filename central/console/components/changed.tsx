import { Button } from 'react-aria-components/Button';

/** What somebody else changed while an act was begun: said, shown, and looked at before it is done. */
export const Changed = ({
  title,
  facts,
  look,
  onLook,
}: {
  readonly title: readonly string[];
  /** What it is now. */
  readonly facts: readonly string[];
  /** The words of the button by which somebody says that they have seen it. */
  readonly look: string;
  readonly onLook: () => void;
}) => (
  <div className="fault" role="alert">
    {title.map((line) => (
      <p key={line}>{line}</p>
    ))}
    <ul>
      {facts.map((fact, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two facts may read alike
        <li key={n}>
          <bdi>{fact}</bdi>
        </li>
      ))}
    </ul>
    <Button className="quiet-button" onPress={onLook}>
      {look}
    </Button>
  </div>
);
