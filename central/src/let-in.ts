import { ok, type Result } from '../../shared/result.ts';
import { systemNow } from './clock.ts';
import { openCentralKeys } from './keys/central-keys.ts';
import { onMachine } from './on-machine.ts';
import type { CentralOptions } from './server.ts';
import { letIn } from './sign-in/invite.ts';
import type { MadeLink } from './sign-in/set-up-links.ts';
import type { StartProblem } from './start-problem.ts';

/**
 * A link with which somebody becomes an admin, made on central's machine: for when the last one cannot
 * come in any more. The audit says that it was made.
 */
export const letInOnMachine = (options: CentralOptions): Promise<Result<MadeLink, StartProblem>> =>
  onMachine(options, async (pool, keyFile) => {
    const { host = '127.0.0.1', port = 8443, now = systemNow } = options;
    const keys = await openCentralKeys(pool, keyFile, now());
    if (!keys.ok) return keys;
    const publicUrl = () => options.publicUrl ?? `http://${host}:${port}`;
    return ok(await letIn({ pool, keys: keys.value, now, publicUrl }));
  });
