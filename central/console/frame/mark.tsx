/** The product's name as a mark: a door with a tick. */
export const Mark = () => (
  <span className="mark">
    <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d="M5 22V4.5A1.5 1.5 0 0 1 6.5 3h11A1.5 1.5 0 0 1 19 4.5V22" />
      <path d="M8.5 12.5l2.5 2.5 5-6" />
    </svg>
    Kerbside
  </span>
);
