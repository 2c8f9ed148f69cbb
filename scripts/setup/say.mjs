// Everything the set-up says goes to standard error: standard output belongs to the command.

/** A set-up step that cannot go on. `next` is what the person at the keyboard can do about it. */
export class SetupError extends Error {
  /**
   * @param {string} message one sentence: what is wrong
   * @param {string} next one sentence: what to do next
   */
  constructor(message, next) {
    super(message);
    this.name = 'SetupError';
    this.next = next;
  }
}

/** Prints one line of progress. */
export function say(text) {
  process.stderr.write(`kerbside: ${text}\n`);
}

/** "1.2 s", "3 min 5 s" */
export function seconds(milliseconds) {
  const total = milliseconds / 1000;
  if (total < 60) return `${total < 10 ? total.toFixed(1) : Math.round(total)} s`;
  return `${Math.floor(total / 60)} min ${Math.round(total % 60)} s`;
}

/**
 * Says what begins, then every 5 seconds (later 20) that it goes on (with `detail()` if given), then how
 * long it took.
 *
 * @template T
 * @param {string} title
 * @param {(setDetail: (detail: () => string) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function during(title, work) {
  const start = performance.now();
  let detail = () => '';
  say(`${title} …`);
  let beats = 0;
  const beat = setInterval(() => {
    beats += 1;
    if (beats > 6 && beats % 4 !== 0) return;
    const more = detail();
    say(`  … ${seconds(performance.now() - start)}${more ? `, ${more}` : ''}`);
  }, 5000);
  try {
    const value = await work((next) => {
      detail = next;
    });
    say(`  done in ${seconds(performance.now() - start)}`);
    return value;
  } finally {
    clearInterval(beat);
  }
}
