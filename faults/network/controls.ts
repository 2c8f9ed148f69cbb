import type { Edit } from '../kill/bundle.ts';
import type { Wrong } from './judge.ts';
import type { FaultName } from './line-faults.ts';

/** A protection switched off by itself, what of the line lets something in then, and what. */
export type SwitchedOff = {
  readonly without: string;
  readonly finds: Wrong['kind'];
  readonly only: readonly FaultName[];
  readonly edit: Edit;
};

const CLIENT = 'electron/central-client/central-client.ts';
const SIGNATURE = 'central/src/terminals/request-signature.ts';
const COUNT = 'central/src/proof/count-hand-overs.ts';

export const CONTROLS: readonly SwitchedOff[] = [
  {
    without: "the signature of central's receipt",
    finds: 'lost',
    only: ['forged-receipt'],
    edit: {
      file: CLIENT,
      from: "openDocument('receipt', receipt, signed, key, verify)",
      to: "openDocument('receipt', receipt, signed, key, () => true)",
    },
  },
  {
    without: "the terminal's name in central's receipt",
    finds: 'lost',
    only: ['other-answer'],
    edit: {
      file: CLIENT,
      from: 'const ours = opened.ok && opened.value.terminal === record.grant.terminal;',
      to: 'const ours = opened.ok;',
    },
  },
  {
    without: "the terminal's nonce in central's time",
    finds: 'undetected',
    only: ['replay-answer', 'stale'],
    edit: {
      file: CLIENT,
      from: 'opened.ok && opened.value.nonce === nonce &&',
      to: 'opened.ok &&',
    },
  },
  {
    without: 'the digest of what is sent',
    finds: 'undetected',
    only: ['other-body'],
    edit: {
      file: SIGNATURE,
      from: "if (!digestMatches(request)) return err({ code: 'bad-digest' });",
      to: '',
    },
  },
  {
    without: "the memory of requests' nonces",
    finds: 'undetected',
    only: ['replay-request', 'double'],
    edit: {
      file: 'central/src/terminals/nonces.ts',
      from: "if (!isNew) return err({ code: 'replayed' });",
      to: '',
    },
  },
  {
    without: 'the knowledge of what is stored already',
    finds: 'undetected',
    only: ['cut-before-answer', 'cut-answer'],
    edit: {
      file: 'central/src/dock/sort-entries.ts',
      from: 'const isStored = sequence <= head.sequence;',
      to: 'const isStored = false;',
    },
  },
  {
    without: 'the count of one hand-over for a delivery',
    finds: 'duplicated',
    only: ['pieces'],
    edit: {
      file: COUNT,
      from: 'on conflict do nothing returning delivery',
      to: `on conflict (depot, delivery) do update set terminal = excluded.terminal,
       sequence = excluded.sequence, epoch = excluded.epoch returning delivery`,
    },
  },
  {
    without: 'the one transaction of a hand-in',
    finds: 'lost',
    only: ['kill-in-transaction'],
    edit: {
      file: 'central/src/dock/take-entries.ts',
      from: 'transaction(pool, (tx) => take(tx, moment))',
      to: 'take(pool as never, moment)',
    },
  },
];
