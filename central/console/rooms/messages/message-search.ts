const VIEWS = ['waiting', 'sent', 'arrived', 'all'] as const;

/** Which messages are looked at, as the address says: those that need somebody, unless it says otherwise. */
export type MessageSearch = {
  readonly show?: (typeof VIEWS)[number];
  readonly find?: string;
};

/** What of an address, which anybody may have written, says which messages are looked at. */
export const readMessageSearch = ({ show, find }: Record<string, unknown>): MessageSearch => {
  const known = VIEWS.find((view) => view === show);
  return {
    ...(known === undefined ? {} : { show: known }),
    ...(typeof find === 'string' && find !== '' ? { find } : {}),
  };
};
