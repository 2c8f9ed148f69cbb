import type { MachineCommand } from './commands/machine.ts';
import { mustSignIn } from './model.ts';
import { must, same, wrong } from './must.ts';
import { lookBlocked } from './put-back.ts';
import { count, hashesOf, idOf, newFolder, portsOf, type Stage } from './stage.ts';
import { copyFiles, openLife } from './terminal-under-test.ts';
import { codeOf } from './what-central-makes.ts';

/** Shows a stop's code to a twin, and ends it. Gives what it wrote. */
const playTwin = async (stage: Stage, stop: number) => {
  const { depot, off } = stage;
  const [folder, grave] = [newFolder(stage), newFolder(stage)];
  copyFiles(stage.folder, folder);
  const opened = await openLife({ ...portsOf(stage), folder, grave, off, dies: null });
  if (!opened.ok) return wrong('crashes', 'a twin does not start', opened.error);
  const twin = opened.value;
  await twin.settle();
  await twin.goToRoute();
  if (twin.open(idOf(stop)))
    twin.type(idOf(stop), codeOf(stop, Math.max(1, depot.epochOf(stop)), 'hand-over'));
  await twin.acknowledge();
  const written = twin.store.entriesAfter(stage.line.length as never, 10_000);
  twin.end();
  return written;
};

/**
 * A copy of the profile is opened beside it with the same keychain, as by somebody who has got around
 * the lock, and is gone again. As soon as it has written, the terminal is one of two: it may write
 * nothing more, and show nothing.
 */
export const meetTwin = async (
  stage: Stage,
  { stop, meets }: MachineCommand & { do: 'twin' },
): Promise<void> => {
  const { life, depot, model, line } = stage;
  await life.goToRoute();
  const written = await playTwin(stage, stop);
  count(stage, written.length > 0 ? 'a twin that wrote' : 'a twin that wrote nothing');
  if (written.length === 0) return;
  const at = mustSignIn(model) ? undefined : [...model.stops.keys()].at(0);
  if (meets === 'dock' || at === undefined) {
    depot.reach('there');
    must(life.dock(), 'the docking does not start');
  } else {
    must(life.open(at), 'a stop does not open');
    // Of no form, so that there is an entry whatever stands there.
    must(life.type(at, Uint8Array.of(1, 2, 255)), 'typed, and not taken');
  }
  await life.settle();
  depot.reach('away');
  same(life.view().screen, { name: 'blocked', problem: 'store-rolled-back' }, 'beside a twin');
  lookBlocked(stage, line.length);
  stage.isBlocked = true;
  line.push(...hashesOf(written));
  stage.seen = line.length;
  for (const { entry } of written)
    if (entry.content.kind === 'hand-over') stage.handedOver.add(entry.content.delivery);
};
