import { err } from '../../shared/result.ts';
import { problemOf } from '../../shared/terminal/problem.ts';
import type { Reach } from './reach.ts';

/** Reaches central by what is loaded with the first request; what fails to load is tried anew. */
export const reachOnceLoaded = (load: () => Promise<Reach>): Reach => {
  let loading: Promise<Reach> | null = null;
  return async (url, asked) => {
    loading ??= load();
    let reach: Reach;
    try {
      reach = await loading;
    } catch (error) {
      loading = null;
      return err(problemOf(error));
    }
    return reach(url, asked);
  };
};
