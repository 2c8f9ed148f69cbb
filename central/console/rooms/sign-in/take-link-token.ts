let taken: string | null = null;

/**
 * The token in the fragment of a set-up link, which is taken out of the address: neither the history
 * nor whoever looks over a shoulder is to have it. Null where there is none.
 */
export const takeLinkToken = (): string | null => {
  const [, token] = /^#([A-Za-z0-9_-]{43})$/.exec(window.location.hash) ?? [];
  if (token !== undefined) {
    taken = token;
    window.history.replaceState(window.history.state, '', window.location.pathname);
  }
  return taken;
};
