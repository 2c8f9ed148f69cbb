// `npm run terminal`: the app, on the profile that KERBSIDE_PROFILE names.
import { spawn } from 'node:child_process';
import { build } from '../build.ts';
import { electronCommand } from '../electron-command.ts';

await build();
const [command, args] = electronCommand();
const app = spawn(command, [...args, ...process.argv.slice(2)], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.kill(signal));
app.once('error', (error) => {
  process.stderr.write(`kerbside: the app cannot be started: ${error.message}\n`);
  process.exitCode = 1;
});
app.once('close', (code) => {
  process.exitCode = code ?? 1;
});
