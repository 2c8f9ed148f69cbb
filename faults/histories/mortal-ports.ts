import type { Central } from '../../electron/app/ports/central.ts';
import type { AnchorKeeper } from '../../electron/app/ports/keychain.ts';
import type { Store, StoreWriter } from '../../electron/app/ports/store.ts';
import type { Argon2id } from '../../shared/protocol/crypto/argon2id.ts';
import type { DeliveryId } from '../../shared/protocol/ids.ts';
import type { SignedEntry } from '../../shared/protocol/log/entry.ts';
import type { Step } from './steps.ts';

/** What a terminal acts on. */
export type Ports = {
  readonly store: Store;
  readonly anchors: AnchorKeeper;
  readonly central: Central;
  readonly argon2id: Argon2id;
};

export type Erased = {
  readonly deliveries: readonly DeliveryId[];
  readonly unsent: readonly SignedEntry[];
};

/** Ports of a terminal that dies at one of the places where they are used, and what they did. */
export type MortalPorts = {
  readonly ports: Ports;
  /** What was made durable since it was last asked for. */
  readonly takeDone: () => Step['what'][];
  /** Derivations that were begun since it was last asked for, by their salts. */
  readonly takeDerived: () => string[];
  /** What was erased since it was last asked for, and the entries that then were not handed in. */
  readonly takeErased: () => Erased[];
  readonly isDead: () => boolean;
  /** Nothing is under way any more, nor will be by itself. */
  readonly settle: () => Promise<void>;
  /** From now on the terminal dies at the nth place. */
  readonly dieAfter: (places: number | null) => void;
};

const forever = (): Promise<never> => new Promise(() => undefined);
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Each use of a port has two places: before it, and after it but before anybody knows. From death
 * on nothing is done or answered any more. `atDeath` is called at that very moment.
 */
export const makeMortalPorts = (
  real: Ports,
  { atDeath, beforeWrite }: { readonly atDeath: () => void; readonly beforeWrite: () => void },
): MortalPorts => {
  let dead = false;
  let left: number | null = null;
  let underWay = 0;
  let done: Step['what'][] = [];
  let derived: string[] = [];
  let erased: Erased[] = [];

  /** False: the terminal is dead. */
  const lives = (): boolean => {
    if (dead) return false;
    if (left === null || left-- > 0) return true;
    dead = true;
    atDeath();
    return false;
  };
  const mortal =
    <A extends readonly unknown[], R>(work: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      if (!lives()) return forever();
      underWay++;
      const answer = await work(...given).finally(() => underWay--);
      return lives() ? answer : forever();
    };
  const mortalNow =
    <A extends readonly unknown[], R>(work: (...given: A) => R) =>
    (...given: A): R => {
      if (!lives()) throw new Error('it is dead');
      const answer = work(...given);
      if (!lives()) throw new Error('it is dead');
      return answer;
    };
  const write: Store['write'] = (work) => {
    let isEntry = false;
    const erasing: Erased[] = [];
    const told = (writer: StoreWriter): StoreWriter => ({
      ...writer,
      appendEntry: (...given) => {
        isEntry = true;
        writer.appendEntry(...given);
      },
      erase: ({ deliveries, routes }) => {
        const unsent = real.store.entriesAfter(real.store.acknowledged(), 10_000);
        erasing.push({ deliveries, unsent });
        writer.erase({ deliveries, routes });
      },
    });
    beforeWrite();
    const written = real.store.write((writer) => work(told(writer)));
    if (written.ok && isEntry) done.push('entry');
    if (written.ok) erased.push(...erasing);
    return written;
  };
  const { store, anchors, central } = real;
  return {
    ports: {
      store: {
        ...store,
        write: mortalNow(write),
        doorNotes: {
          all: store.doorNotes.all,
          keep: mortalNow((note) => {
            beforeWrite();
            store.doorNotes.keep(note);
          }),
          drop: mortalNow((stop) => {
            beforeWrite();
            store.doorNotes.drop(stop);
          }),
        },
        countTry: mortalNow((...given) => {
          beforeWrite();
          const count = store.countTry(...given);
          done.push('count');
          return count;
        }),
        acknowledge: mortalNow((sequence) => {
          beforeWrite();
          store.acknowledge(sequence);
          done.push('receipt');
        }),
      },
      anchors: { read: mortal(anchors.read), write: mortal(anchors.write) },
      central: {
        waitMs: central.waitMs,
        enrol: mortal(central.enrol),
        proveTime: mortal(central.proveTime),
        handIn: mortal(central.handIn),
        reportRolledBack: mortal(central.reportRolledBack),
        pull: mortal(central.pull),
      },
      argon2id: mortal((secret, salt, cost) => {
        derived.push(Buffer.from(salt).toString('base64url'));
        return real.argon2id(secret, salt, cost);
      }),
    },
    takeDone: () => {
      const taken = done;
      done = [];
      return taken;
    },
    takeDerived: () => {
      const taken = derived;
      derived = [];
      return taken;
    },
    takeErased: () => {
      const taken = erased;
      erased = [];
      return taken;
    },
    isDead: () => dead,
    settle: async () => {
      for (let quiet = 0; quiet < 2; ) {
        await turn();
        quiet = underWay === 0 ? quiet + 1 : 0;
      }
    },
    dieAfter: (places) => {
      left = places;
    },
  };
};
