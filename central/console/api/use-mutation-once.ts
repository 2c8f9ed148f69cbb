import {
  type DefaultError,
  type MutationFunctionContext,
  type UseMutationOptions,
  useMutation,
} from '@tanstack/react-query';
import { useRef } from 'react';

type Options<Answer, Given> = UseMutationOptions<Answer, DefaultError, Given> & {
  readonly mutationFn: (given: Given, context: MutationFunctionContext) => Promise<Answer>;
};

/**
 * `useMutation` for what a person does by a press: while it is being done, another press is nothing.
 * `isPending` alone comes too late for that: a second press may be faster than the page.
 */
export const useMutationOnce = <Answer, Given = void>(options: Options<Answer, Given>) => {
  const isRunning = useRef(false);
  const mutation = useMutation<Answer, DefaultError, Given>({
    ...options,
    mutationFn: async (given, context) => {
      try {
        return await options.mutationFn(given, context);
      } finally {
        isRunning.current = false;
      }
    },
  });
  const { mutate, mutateAsync: _, ...rest } = mutation;
  return {
    ...rest,
    mutate: (given: Given): void => {
      if (isRunning.current || mutation.isPending) return;
      isRunning.current = true;
      mutate(given);
    },
  };
};
