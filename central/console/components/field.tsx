import { type ComponentProps, type ReactNode, useId } from 'react';

/** A field with its name above it, and what helps to fill it in below. */
export const Field = ({
  label,
  hint,
  ...input
}: { readonly label: string; readonly hint?: ReactNode } & ComponentProps<'input'>) => {
  const hintId = useId();
  return (
    <label className="field">
      {label}
      {hint !== undefined && (
        <span id={hintId} className="hint">
          {hint}
        </span>
      )}
      <input {...input} {...(hint === undefined ? {} : { 'aria-describedby': hintId })} />
    </label>
  );
};
