/** What two people read to each other of a key, in the groups that the terminal shows as well. */
export const SpokenKey = ({ groups }: { readonly groups: string }) => (
  <span className="fingerprint" dir="ltr">
    {groups.split(' ').map((group, n) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the groups have a fixed order
      <span key={n}>{group}</span>
    ))}
  </span>
);
