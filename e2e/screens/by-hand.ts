/** How Playwright types as a hand does, in milliseconds a key: faster, it would be a scanner. */
export const BY_HAND = { delay: 90 } as const;
