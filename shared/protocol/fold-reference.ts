/**
 * A delivery's reference as it was meant by whoever types or hears it: without regard to case, blanks
 * and hyphens, and with O, I and L for the digits that they look like. Whether it is one, `shortId` says.
 */
export const foldReference = (text: string): string =>
  text.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
