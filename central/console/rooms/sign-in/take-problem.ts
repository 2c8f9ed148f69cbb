/**
 * The code of the problem that the identity provider sent somebody back with, in the fragment, which is
 * taken out of the address: a reload says it no more. Null where there is none.
 */
export const takeProblem = (): string | null => {
  const [, code] = /^#([a-z]+(?:-[a-z]+)*)$/.exec(window.location.hash) ?? [];
  if (code === undefined) return null;
  const { pathname, search } = window.location;
  window.history.replaceState(window.history.state, '', `${pathname}${search}`);
  return code;
};
