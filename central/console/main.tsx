import '../../renderer/theme/fonts.css';
import '../../renderer/theme/tokens.css';
import './theme/base.css';
import './theme/parts.css';
import './theme/print.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { makeQueryClient } from './api/query-client.ts';
import { readPreferences, showPreferences } from './frame/preferences.ts';
import { makeRouter } from './router.tsx';
import { startWords } from './words/start-words.ts';

// A page from before an upgrade names files that are gone: the new page has new names. Without a
// connection there is no new page, and the old one would be lost.
window.addEventListener('vite:preloadError', () => {
  if (navigator.onLine) window.location.reload();
});

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no #root');
const preferences = readPreferences();
showPreferences(preferences);
const words = await startWords(preferences.language);
const queries = makeQueryClient();
const router = makeRouter(queries, words);

createRoot(root).render(
  <StrictMode>
    <I18nextProvider i18n={words}>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </I18nextProvider>
  </StrictMode>,
);
