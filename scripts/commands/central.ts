// `npm run central`: the central service alone, configured by its environment.
import { buildConsole } from '../build-console.ts';
import { buildCustomerPage } from '../build-customer-page.ts';

await buildCustomerPage();
await buildConsole();
await import('../../central/src/main.ts');
