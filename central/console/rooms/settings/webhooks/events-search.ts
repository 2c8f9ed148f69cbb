/** How what is sent to a webhook stands. */
export const STATES = ['waiting', 'sent', 'dead'] as const;
export type State = (typeof STATES)[number];

/** What the address of a webhook's events says of which are looked at. */
export const eventsSearch = ({
  state,
}: Record<string, unknown>): { readonly state?: State | undefined } => {
  const known = STATES.find((one) => one === state);
  return known === undefined ? {} : { state: known };
};
