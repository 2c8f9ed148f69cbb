/**
 * The `ref` of what goes away once it was pressed: where the keys go with it, they go on from the page. A
 * dialog keeps them itself.
 */
export const keepKeys = (part: HTMLElement | null) => () => {
  if (part?.contains(document.activeElement) !== true) return;
  setTimeout(() => {
    if (document.activeElement === document.body) document.getElementById('content')?.focus();
  });
};
