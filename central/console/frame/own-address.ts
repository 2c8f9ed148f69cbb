/**
 * Where to go after a sign-in, out of an address that anybody may have written: somewhere in the
 * console, or nowhere.
 */
export const ownAddress = (next: unknown): { readonly next?: string | undefined } => ({
  next: typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : undefined,
});
