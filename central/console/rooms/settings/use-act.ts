import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMutationOnce } from '../../api/use-mutation-once.ts';
import { faultWords } from '../sign-in/fault-words.ts';
import { isLeft, useProof } from './prove-again.tsx';

/** Words of a problem's code that are of one act alone. */
export type OwnFaults = Readonly<Record<string, string>>;

/**
 * An act of the settings. It proves first who does it, if central asks for that; what came of it is
 * shown at once, because it may not be shown again, and whatever is shown of `changed` is asked for
 * again. `fault` is why it did not work, in words; `isMaking`: it is at central, and who does it is not
 * being asked; `forget`: what it gave is kept no longer.
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
  const { prove, isAsking } = useProof();
  const mutation = useMutationOnce({
    mutationFn: (given: Given) => prove(() => act(given)),
    onSuccess: (answer) => onDone?.(answer),
    onSettled: () => {
      for (const queryKey of changed) void queries.invalidateQueries({ queryKey });
    },
  });
  const { error } = mutation;
  const code = (error as { readonly code?: unknown } | null)?.code;
  const own = typeof code === 'string' ? faults[code] : undefined;
  return {
    run: mutation.mutate,
    isBusy: mutation.isPending,
    isMaking: mutation.isPending && !isAsking,
    fault: isLeft(error) ? null : (own ?? faultWords(error, t, i18n.language)),
    forget: mutation.reset,
  };
};
