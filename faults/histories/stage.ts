import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Clock } from '../../electron/app/ports/clock.ts';
import { makeNativeSigner } from '../../electron/crypto/native-keys.ts';
import { createKeys } from '../../electron/keychain/terminal-secrets.ts';
import { aDelivery } from '../../electron/testing/samples.ts';
import { agreementKey } from '../../shared/protocol/crypto/keys.ts';
import type { DeliveryId, Hash, Instant, Sequence } from '../../shared/protocol/ids.ts';
import { hashEntry } from '../../shared/protocol/log/chain.ts';
import type { SignedEntry } from '../../shared/protocol/log/entry.ts';
import { makeMemoryFolder } from '../support/memory-folder.ts';
import { makeMemoryKeychain } from '../support/memory-keychain.ts';
import { type Depot, makeDepot } from './central.fake.ts';
import { type Model, type Now, newModel } from './model.ts';
import { wrong } from './must.ts';
import type { Note } from './said.ts';
import {
  bytesOf,
  enrolIn,
  type Life,
  MACHINE,
  openLife,
  PROFILE,
  type SwitchedOff,
} from './terminal-under-test.ts';

export const START = 1_800_000_000_000;
const EARLIEST = 946_684_800_000;
export const idOf = (stop: number): DeliveryId => aDelivery(stop).id;

/** True time and the terminal's clocks; a wall clock may say anything, the boot clock may not. */
export class World {
  truth = START;
  offset = 0;
  /** Whether there is a network on the road. */
  online = false;
  boots = 0;
  bootedAt = START - 60_000;
  get now(): Now {
    const wall = Math.max(EARLIEST, this.truth + this.offset);
    return { truth: this.truth, wall, boot: `boot-${this.boots}` };
  }
  readonly clock: Clock = {
    wall: () => this.now.wall as Instant,
    boot: () => ({ bootId: this.now.boot, elapsedMs: this.truth - this.bootedAt }),
  };
}

/** A state of the terminal, with what it must be by the model. */
export type Copy = {
  readonly files: ReadonlyMap<string, Buffer>;
  readonly items: ReadonlyMap<string, string>;
  readonly model: Model;
  readonly line: readonly Hash[];
  readonly handedOver: ReadonlySet<DeliveryId>;
};

/** Everything that a history is played with. */
export type Stage = {
  readonly world: World;
  readonly depot: Depot;
  readonly keychain: ReturnType<typeof makeMemoryKeychain>;
  readonly off: SwitchedOff | null;
  readonly copies: Map<number | 'newest', Copy>;
  /** How often what happened, so that a campaign can say what it has seen. */
  readonly tally: Map<string, number>;
  readonly base: string;
  folders: number;
  /** Where the terminal's store is, and where the files go that it leaves when it dies. */
  folder: string;
  grave: string;
  life: Life;
  model: Model;
  /** What stood of each stop's door before the action: what a death in its middle may leave. */
  before: ReadonlyMap<DeliveryId, Note>;
  /** The log, entry by entry, as it must be; and how much of it somebody has seen the effect of. */
  line: Hash[];
  seen: number;
  handedOver: Set<DeliveryId>;
  /** Stops that central has taken away at some time. */
  readonly withdrawn: Set<DeliveryId>;
  /** Codes that were tried against each verifier, by its salt. */
  derived: Map<string, number>;
  /** Nothing is accepted any more: the store is an old copy or a twin's, or central has ended it. */
  isBlocked: boolean;
  /** A whole old profile was put back: central has or will have another log. */
  isForked: boolean;
};

export const count = ({ tally }: Stage, what: string): void =>
  void tally.set(what, (tally.get(what) ?? 0) + 1);

export const entriesAfter = ({ life }: Stage, from: number): readonly SignedEntry[] =>
  life.store.entriesAfter(from as Sequence, 10_000);
export const hashesOf = (entries: readonly SignedEntry[]): Hash[] =>
  entries.map(({ entry }) => hashEntry(entry));

const makeFolder = (): string => makeMemoryFolder('histories');

export const newFolder = (stage: Pick<Stage, 'base' | 'folders'>): string => {
  const folder = path.join(stage.base, String(++stage.folders));
  mkdirSync(folder);
  return folder;
};
export const layOut = (
  stage: Pick<Stage, 'base' | 'folders'>,
  files: ReadonlyMap<string, Buffer>,
): string => {
  const folder = newFolder(stage);
  for (const [file, bytes] of files) writeFileSync(path.join(folder, file), bytes);
  return folder;
};

/** The same keys in every history, so that what was sealed and derived once is known. */
const putKeys = async (keychain: ReturnType<typeof makeMemoryKeychain>) => {
  let n = 0;
  const random = (bytes: number): Uint8Array => new Uint8Array(bytes).fill(++n);
  const keys = await createKeys(keychain, PROFILE, MACHINE, random);
  if (!keys.ok) throw new Error(keys.error);
  const { signingSeed, agreementSecret } = keys.value;
  const signingKey = makeNativeSigner(signingSeed.slice()).publicKey;
  return { signingKey, agreementKey: agreementKey(agreementSecret) };
};

/** An enrolled terminal that has not docked yet; every history begins with it. */
const makeProfile = async () => {
  const folder = makeFolder();
  const keychain = makeMemoryKeychain();
  const own = await putKeys(keychain);
  const world = new World();
  const depot = makeDepot(own, () => world.truth);
  const ports = { clock: world.clock, central: depot.port, isOnline: () => false };
  const options = { folder, keychain, ...ports, grave: folder };
  await enrolIn(options, depot.enrolmentCode);
  const files = bytesOf(folder);
  rmSync(folder, { recursive: true, force: true });
  return { own, files, items: keychain.items };
};
let profile: ReturnType<typeof makeProfile> | null = null;

export const portsOf = ({ keychain, world, depot }: Stage) => ({
  keychain,
  clock: world.clock,
  central: depot.port,
  isOnline: () => world.online,
});

/** Starts the terminal on the files that are there. It may die while it starts, and only then. */
export const start = async (stage: Stage, dies: number | null = null): Promise<void> => {
  stage.grave = newFolder(stage);
  const { folder, off, grave } = stage;
  const opened = await openLife({ ...portsOf(stage), folder, grave, off, dies });
  if (!opened.ok) return wrong('crashes', 'the terminal does not start', opened.error);
  stage.life = opened.value;
  await stage.life.settle();
  stage.life.mortal.dieAfter(null);
};

/** A terminal of a new history, started. */
export const setStage = async (off: SwitchedOff | null): Promise<Stage> => {
  profile ??= makeProfile();
  const { own, files, items } = await profile;
  const keychain = makeMemoryKeychain();
  for (const [name, item] of items) keychain.items.set(name, item);
  const world = new World();
  const place = { base: makeFolder(), folders: 0 };
  const stage: Stage = {
    ...place,
    world,
    depot: makeDepot(own, () => world.truth),
    keychain,
    off,
    copies: new Map(),
    tally: new Map(),
    folder: layOut(place, files),
    grave: '',
    life: undefined as never,
    model: newModel(),
    before: new Map(),
    line: [],
    seen: 0,
    handedOver: new Set(),
    withdrawn: new Set(),
    derived: new Map(),
    isBlocked: false,
    isForked: false,
  };
  stage.folders = place.folders;
  await start(stage);
  stage.line = hashesOf(entriesAfter(stage, 0));
  stage.seen = stage.line.length;
  stage.model.newest = START;
  return stage;
};

export const clearStage = ({ life, base }: Stage): void => {
  life.end();
  rmSync(base, { recursive: true, force: true });
};
