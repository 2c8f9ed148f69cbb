import type { Altered, Edit } from './bundle.ts';
import type { Fault } from './invariants.ts';

/** What the victim has in place of parts of the product: no serial port, and it tells of each try. */
export const REPORTING: Altered = {
  swap: {
    'electron/crypto/native-argon2id.ts': 'faults/kill/reported-argon2id.ts',
    'electron/scanner/serial-scanner.ts': 'faults/kill/no-scanner.ts',
  },
};

const WRITE_LOG = 'electron/app/log/write-log.ts';
const VERIFY_SCAN = 'electron/app/door/verify-scan.ts';
const COUNT = `const counted = countTry(store, ready.value);
    // Whatever the code is, an entry says so: the keychain is read while it is derived.
    log.expectEntry();`;
const DERIVE = 'const presence = await trySealedCode(verifier, pepper, code, argon2id);';

/**
 * A moment in which a kill must find the fault that was let in. The product passes it in a
 * millisecond or two; a control that is to be found for certain stays in it for a good part of the
 * time over which kills are spread.
 */
const STAY = 'await new Promise((resolve) => setTimeout(resolve, 60));';

/** A protection switched off by itself, and what the campaign must then find. */
export interface SwitchedOff {
  readonly without: string;
  readonly finds: Fault['kind'];
  readonly edits: readonly Edit[];
}

export const CONTROLS: readonly SwitchedOff[] = [
  {
    without: 'the pending head in the keychain',
    finds: 'crashes',
    edits: [
      {
        file: WRITE_LOG,
        from: 'anchor({ committed, pending: head });',
        // Told as committed, it is ahead of a store whose app dies in between.
        to: 'anchor({ committed: head, pending: null });',
      },
      {
        file: WRITE_LOG,
        from: 'const written = store.write(',
        to: `${STAY}
    const written = store.write(`,
      },
    ],
  },
  {
    without: 'the entry in the store before its verdict is shown',
    finds: 'lost',
    edits: [
      {
        file: WRITE_LOG,
        from: 'const written = store.write((writer) => {',
        to: `const transaction = () => store.write((writer) => {`,
      },
      {
        file: WRITE_LOG,
        from: 'if (!written.ok) return err(written.error);',
        to: `if (made.kind === 'attempt' || made.kind === 'hand-over') later = transaction;
    else transaction();`,
      },
      {
        file: WRITE_LOG,
        from: 'let last: Promise<unknown>',
        to: 'let later = () => undefined;\n  let last: Promise<unknown>',
      },
      {
        file: WRITE_LOG,
        from: 'last = next.then(',
        to: `last = next
        .then(async () => { ${STAY} later(); later = () => undefined; })
        .then(`,
      },
    ],
  },
  {
    without: 'one transaction for entry and acceptance',
    finds: 'duplicated',
    edits: [
      { file: WRITE_LOG, from: '      alongside?.(writer, signed.entry);\n', to: '' },
      {
        file: WRITE_LOG,
        from: 'return done.ok ? ok(signed.entry) : err(done.error);',
        to: `${STAY}
    store.write((writer) => alongside?.(writer, signed.entry));
    return done.ok ? ok(signed.entry) : err(done.error);`,
      },
    ],
  },
  {
    without: 'the count of a try before its code is derived',
    finds: 'lost',
    edits: [
      {
        file: VERIFY_SCAN,
        from: `${COUNT}
    ${DERIVE}`,
        to: `${DERIVE}
    ${STAY}
    ${COUNT}`,
      },
    ],
  },
];
