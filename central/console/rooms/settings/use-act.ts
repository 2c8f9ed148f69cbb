import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { faultWords } from '../sign-in/fault-words.ts';
import { isLeft, useProve } from './prove-again.tsx';

/** Words of a problem's code that are of one act alone. */
export type OwnFaults = Readonly<Record<string, string>>;

/**
 * An act of the settings. It proves first who does it, if central asks for that; afterwards whatever
 * is shown of `changed` is asked for again. `fault` is why it did not work, in words.
 */
export const useAct = <Given = void, Answer = unknown>(
  act: (given: Given) => Promise<Answer>,
  {
    changed,
    onDone,
    faults = {},
  }: {
    readonly changed: readonly (readonly unknown[])[];
    readonly onDone?: (answer: Answer) => void;
    readonly faults?: OwnFaults;
  },
) => {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const prove = useProve();
  const mutation = useMutation({
    mutationFn: (given: Given) => prove(() => act(given)),
    onSuccess: async (answer) => {
      await Promise.all(changed.map((queryKey) => queries.invalidateQueries({ queryKey })));
      onDone?.(answer);
    },
  });
  const { error } = mutation;
  const code = (error as { readonly code?: unknown } | null)?.code;
  const own = typeof code === 'string' ? faults[code] : undefined;
  return {
    run: (given: Given): void => {
      if (!mutation.isPending) mutation.mutate(given);
    },
    isBusy: mutation.isPending,
    fault: isLeft(error) ? null : (own ?? faultWords(error, t, i18n.language)),
  };
};
