/** Marks a place that the types say cannot be reached; throws if it is reached all the same. */
export const assertNever = (value: never): never => {
  throw new Error(`unexpected variant: ${JSON.stringify(value)}`);
};
