// `npm run screens`: a picture of every screen with its sample views, at each size and in each
// language, in out/screens/. They are looked at by the test of the layout on the way.
import { argv, env, stderr } from 'node:process';

env['SCREEN_PICTURES'] = '1';
argv.push('--only', 'e2e', 'e2e/screens-layout.test.ts');
await import('./test.ts');
stderr.write('kerbside: The pictures are in out/screens/.\n');
