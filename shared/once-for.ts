/**
 * Makes a thing once for each key, and gives the same one again. For what takes long to make and is asked
 * for hundreds of times on one screen, as the formatters of a language; what was made is kept for good.
 */
export const onceFor = <Made>(make: (key: string) => Made): ((key: string) => Made) => {
  const made = new Map<string, Made>();
  return (key) => {
    const kept = made.get(key);
    if (kept !== undefined) return kept;
    const one = make(key);
    made.set(key, one);
    return one;
  };
};
