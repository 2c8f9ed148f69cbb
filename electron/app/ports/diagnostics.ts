/** Notes for the support log: identifiers and codes only, never codes of customers or addresses. */
export type Diagnostics = (
  event: string,
  facts?: Readonly<Record<string, string | number | boolean | null>>,
) => void;
