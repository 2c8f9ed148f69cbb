import {
  PAGE_LANGUAGES,
  type PageLanguage,
  readPageFragment,
} from '../../shared/protocol/link/page-fragment.ts';
import { element } from './dom.ts';
import { keepForOffline } from './keep-for-offline.ts';
import { showDelivery, showProblem } from './show-page.ts';
import { staysTrue } from './when.ts';
import { chooseLanguage, WORDS } from './words/languages.ts';

/** What a timer can wait at most. */
const LONGEST_WAIT = 2 ** 31 - 1;

const main = document.querySelector('main') as HTMLElement;
const chooser = document.querySelector('select') as HTMLSelectElement;
const chooserLabel = document.querySelector('label') as HTMLLabelElement;

/** What the reader chose, for as long as the page is open: nothing is stored. */
let chosen: PageLanguage | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Shows what the link says now. Everything is made anew: it is little, and nothing can be stale. */
const show = (): void => {
  clearTimeout(timer);
  const now = Date.now();
  const link = readPageFragment(location.hash);
  const named = link.ok ? link.value.language : null;
  const language = chosen ?? chooseLanguage(navigator.languages, named);
  const words = WORDS[language];
  document.documentElement.lang = language;
  document.documentElement.dir = language === 'ar' ? 'rtl' : 'ltr';
  document.title = words.title;
  chooserLabel.textContent = words.language;
  chooser.value = language;
  if (link.ok) {
    main.replaceChildren(...showDelivery(link.value, now, words));
    timer = setTimeout(show, Math.min(staysTrue(link.value, now), LONGEST_WAIT));
  } else {
    main.replaceChildren(...showProblem(link.error, words));
  }
};

for (const language of PAGE_LANGUAGES) {
  chooser.append(element('option', { value: language, lang: language }, WORDS[language].name));
}
chooser.addEventListener('change', () => {
  chosen = PAGE_LANGUAGES.find((one) => one === chooser.value) ?? null;
  show();
});
// Another link in the same tab changes the fragment alone.
addEventListener('hashchange', show);
// A timer sleeps with the telephone.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') show();
});
show();
keepForOffline();
