import { useMutation, useQueryClient } from '@tanstack/react-query';

const TOUCHED = ['cases', 'case', 'case-counts', 'acceptances', 'board'];

/** Something that is done with cases: what is shown of them is asked for again, whatever came of it. */
export const useCaseAct = <T>(act: (asked: T) => Promise<unknown>, onDone: () => void) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: onDone,
    onSettled: () =>
      queries.invalidateQueries({
        predicate: ({ queryKey }) => TOUCHED.includes(`${queryKey[0]}`),
      }),
  });
};
