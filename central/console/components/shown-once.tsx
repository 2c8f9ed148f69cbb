import { useRef, useState } from 'react';

/**
 * A secret that is shown once: to be copied, or typed off. It is in the page's memory for as long as this
 * is shown. `copied` says what is read out once it was copied.
 */
export const ShownOnce = ({
  label,
  secret,
  copy,
  copied,
}: {
  readonly label: string;
  readonly secret: string;
  readonly copy: string;
  readonly copied: string;
}) => {
  const [isCopied, setCopied] = useState(false);
  const text = useRef<HTMLTextAreaElement>(null);
  // Where a browser does not let the page copy, it is marked, to be copied by hand.
  const write = (): void => {
    Promise.resolve()
      .then(() => navigator.clipboard.writeText(secret))
      .then(
        () => setCopied(true),
        () => text.current?.focus(),
      );
  };
  return (
    <div className="shown-once">
      <label className="field">
        {label}
        <textarea
          ref={text}
          readOnly
          dir="ltr"
          rows={Math.ceil(secret.length / 36)}
          value={secret}
          spellCheck={false}
          onFocus={({ target }) => target.select()}
        />
      </label>
      <button className="button" type="button" onClick={write}>
        {copy}
      </button>
      <p role="status">{isCopied ? copied : ''}</p>
    </div>
  );
};
