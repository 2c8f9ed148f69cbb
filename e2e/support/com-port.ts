import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { PtyPair } from './pty-pair.ts';

/** Where the machine that Wine runs on answers (scripts/windows/host.ts); not there on real Windows. */
export const HOST = process.env['KERBSIDE_HOST'];

const PORTS_CLASS = '{4d36e978-e325-11ce-bfc1-08002be10318}';
const ENUM = 'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Enum';

const reg = (...args: readonly string[]) =>
  promisify(execFile)('C:\\windows\\system32\\reg.exe', args, { windowsHide: true });

/** Where Windows lists a device; one on the board has no USB id. */
const deviceOf = (port: string, usb: string | undefined): string => {
  const number = port.replace('COM', '');
  if (usb === undefined) return `${ENUM}\\ACPI\\PNP0501\\${number}`;
  const [vendor, product] = usb.toUpperCase().split(':');
  return `${ENUM}\\USB\\VID_${vendor}&PID_${product}\\${number}`;
};

/** Lists it, as Windows does when it finds a device that was plugged in. */
const list = async (port: string, device: string): Promise<void> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kerbside-plug-'));
  const file = path.join(folder, 'plug.reg');
  const lines = [
    'Windows Registry Editor Version 5.00',
    `[${device}]`,
    `"ClassGUID"="${PORTS_CLASS}"`,
    '"Class"="Ports"',
    `"FriendlyName"="Scanner (${port})"`,
    '"Mfg"="Maker"',
    `[${device}\\Device Parameters]`,
    `"PortName"="${port}"`,
  ];
  try {
    writeFileSync(file, `${lines.join('\r\n')}\r\n`);
    await reg('import', file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const ask = async (place: string, body?: Uint8Array | string): Promise<Response> => {
  const answer = await fetch(`${HOST}/${place}`, {
    method: 'POST',
    body: Buffer.from(body ?? ''),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer;
};

/**
 * Opens a serial line whose one end is a COM port, under Wine: the line is a pseudo-terminal of the
 * machine that Wine runs on.
 *
 * @param usb `vendor:product` in hexadecimal; without one Windows lists a port on the board
 * @throws on real Windows, which has no pseudo-terminal that is a COM port
 */
export async function openComPort(usb: string | undefined): Promise<PtyPair> {
  if (HOST === undefined) throw new Error('a serial line for tests can be had under Wine only');
  const port = await (await ask('lines', usb)).text();
  const device = deviceOf(port, usb);
  await list(port, device);
  const tell = async (what: string, body?: Uint8Array | string): Promise<void> => {
    await ask(`lines/${port}/${what}`, body);
  };
  const pull = async (what: 'cut' | 'stop'): Promise<void> => {
    await tell(what);
    await reg('delete', device, '/f').catch(() => undefined);
  };
  return {
    terminalEnd: port,
    scannerEnd: '',
    write: (bytes) => tell('write', bytes),
    leave: (bytes) => tell('leave', bytes),
    hear: (heard) => {
      const ended = new AbortController();
      void (async () => {
        const answer = await fetch(`${HOST}/lines/${port}/hear`, { signal: ended.signal });
        for await (const chunk of answer.body ?? []) heard(chunk);
      })().catch(() => undefined);
      return () => ended.abort();
    },
    cut: () => pull('cut'),
    reconnect: async () => {
      await tell('reconnect');
      await list(port, device);
    },
    stop: () => pull('stop'),
  };
}
