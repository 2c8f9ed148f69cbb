/** Which cases are looked at, as the address says: the open ones, unless it says otherwise. */
export type CaseSearch = {
  readonly show?: 'yours' | 'decided';
  readonly terminal?: string;
};

/** What of an address, which anybody may have written, says which cases are looked at. */
export const readCaseSearch = ({ show, terminal }: Record<string, unknown>): CaseSearch => ({
  ...(show === 'yours' || show === 'decided' ? { show } : {}),
  ...(typeof terminal === 'string' ? { terminal } : {}),
});
