import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes one line that its owner alone can read, in place of what the file had. */
export const writeSecretFile = async (file: string, line: string): Promise<void> => {
  await mkdir(dirname(file), { recursive: true });
  const handle = await open(file, 'w', 0o600);
  try {
    await handle.chmod(0o600);
    await handle.writeFile(`${line}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
};
