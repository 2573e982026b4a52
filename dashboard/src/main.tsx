// Entry of the page.

import { createRoot } from 'react-dom/client';

import { App } from './app';
import { LanguageProvider } from './language';
import 'graphiql/style.css';
import './app.css';

const root = document.getElementById('app');
if (root === null) throw new Error('index.html has no #app');
createRoot(root).render(
  <LanguageProvider>
    <App />
  </LanguageProvider>,
);
