import { lookup } from 'node:dns/promises';
import { stat } from 'node:fs/promises';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { wipe } from '../../../shared/protocol/codec/bytes.ts';
import { readMasterKey } from '../keys/master-key.ts';
import { isOwnMachine } from './option.ts';
import type { Values } from './options.ts';

const EVERY = new Set(['0.0.0.0', '::']);

/** What a start would find of the machine that it is on; sentences without their full stops. */
type Found = { readonly faults: readonly string[]; readonly warnings: readonly string[] };

const isOwnAddress = (address: string): boolean =>
  EVERY.has(address) ||
  isOwnMachine(address) ||
  Object.values(networkInterfaces()).some((many) => many?.some((one) => one.address === address));

const judgeHost = async (host: string, name: string): Promise<readonly string[]> => {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  if (isIP(bare) !== 0) {
    return isOwnAddress(bare) ? [] : [`${name} is ${host}, which is no address of this machine`];
  }
  const found = await lookup(bare, { all: true }).catch(() => []);
  if (found.some(({ address }) => isOwnAddress(address))) return [];
  return [`${name} is ${host}, which does not stand for an address of this machine`];
};

/** A key file that is not there yet is made by the first start. */
const judgeKeyFile = async (file: string | undefined): Promise<readonly string[]> => {
  if (file === undefined) return [];
  try {
    const read = await readMasterKey(file, false);
    if (read.ok) wipe(read.value);
    if (read.ok || read.error.code === 'key-file-missing') return [];
    return [read.error.sentence.replace(/\.$/, '')];
  } catch {
    return [`The key file ${file} cannot be read`];
  }
};

const judgeUpdates = async (folder: string | undefined): Promise<readonly string[]> => {
  if (folder === undefined) return [];
  const found = await stat(folder).catch(() => null);
  if (found?.isDirectory() === true) return [];
  return [`There is no folder ${folder}: terminals are offered no release until there is.`];
};

const judgeTransport = (values: Values): readonly string[] => {
  const host = values['server.host'];
  const isPlain = values['tls.certificate'] === undefined && values['proxy.trusted'].length === 0;
  if (isOwnMachine(host) || !isPlain) return [];
  return [
    `Central listens on ${host} by http, where everybody in between reads keys and sessions. Set tls.certificate, or name the proxy in front by proxy.trusted.`,
  ];
};

export const checkMachine = async (values: Values): Promise<Found> => ({
  faults: [
    ...(await judgeHost(values['server.host'], 'server.host')),
    ...(values['metrics.port'] === undefined
      ? []
      : await judgeHost(values['metrics.host'], 'metrics.host')),
    ...(await judgeKeyFile(values['data.key_file'])),
  ],
  warnings: [...(await judgeUpdates(values['server.updates'])), ...judgeTransport(values)],
});
