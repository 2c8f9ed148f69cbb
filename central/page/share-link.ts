import { element } from './dom.ts';
import type { Words } from './words/words.ts';

/** Whether the person changed their mind, which is no failure. */
const isCancelled = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'AbortError';

const copy = async (link: string): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(link);
    return true;
  } catch {
    // Not over http, and not in every app's own browser.
    return false;
  }
};

/** Sends the link to a neighbour by whatever the device has; else copies it; else shows it. */
export const shareOf = (words: Words): HTMLElement => {
  const canShare = typeof navigator.share === 'function';
  const label = canShare ? words.share.send : words.share.copy;
  const button = element('button', { type: 'button' }, label);
  const said = element('p', { role: 'status' });
  const byHand = (): void => {
    const field = element('input', { readonly: '', dir: 'ltr', value: location.href });
    said.replaceChildren(element('label', {}, words.share.byHand, field));
    field.select();
  };
  const share = async (): Promise<void> => {
    if (canShare) {
      try {
        return await navigator.share({ text: words.share.message, url: location.href });
      } catch (error) {
        if (isCancelled(error)) return;
      }
    }
    if (await copy(location.href)) said.replaceChildren(words.share.copied);
    else byHand();
  };
  button.addEventListener('click', () => void share());
  return element(
    'section',
    { class: 'share' },
    element('h2', {}, words.share.title),
    element('p', {}, words.share.about),
    button,
    said,
  );
};
