// `npm run central`: the central service alone, configured by its environment.
import { buildCustomerPage } from '../build-customer-page.ts';

await buildCustomerPage();
await import('../../central/src/main.ts');
