import './theme/fonts.css';
import './theme/tokens.css';
import './theme/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { BridgeProvider } from './bridge.tsx';
import { chooseLanguage } from './i18n/languages.ts';
import { startWords } from './i18n/start-words.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no #root');
const words = await startWords(chooseLanguage(navigator.languages));
document.documentElement.lang = words.language;
document.documentElement.dir = words.dir();

createRoot(root).render(
  <StrictMode>
    <BridgeProvider bridge={window.kerbside}>
      <App />
    </BridgeProvider>
  </StrictMode>,
);
