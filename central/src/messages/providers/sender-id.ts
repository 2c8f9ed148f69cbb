/** As much as networks show of a name, and the letters that all of them take. */
const NAME = 11;

/**
 * Who a message says it is from, as networks take it: a number as it is, or up to eleven letters and
 * digits of the depot's name. Null if nothing of the name can be sent.
 */
export const senderId = (sender: string): string | null => {
  if (/^\+?\d{3,15}$/.test(sender)) return sender;
  const plain = sender.normalize('NFKD').replace(/[^A-Za-z0-9 ]/g, '');
  return plain.slice(0, NAME).trim() || null;
};
