const NAMES = ['"signature":"', '"presence":"'];

/** How many signatures a file has, without reading what else is in it: for how far a check is. */
export const countSignatures = (bytes: Uint8Array): number => {
  const text = new TextDecoder('latin1').decode(bytes);
  let count = 0;
  for (const name of NAMES) {
    for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + name.length)) count++;
  }
  return count;
};
