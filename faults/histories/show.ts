import { utf8 } from '../../shared/protocol/codec/bytes.ts';
import type { DoorCommand } from './commands/door.ts';
import type { Shown } from './commands/shown.ts';
import { afterwards, dieNow, follow } from './follow.ts';
import { mustSignIn } from './model.ts';
import { must, same } from './must.ts';
import { payloadOf, tokenTyped } from './payloads.ts';
import { type Found, type Input, type Place, present, shownBy } from './present.ts';
import { noteAt, putNote, tick } from './said.ts';
import { count, idOf, type Stage } from './stage.ts';
import { type Answer, watch } from './steps.ts';

type ShowCommand = DoorCommand & { readonly do: 'scan' | 'type' };
export const NOWHERE: Place = { stop: null, asks: 'hand-over' };

/** Gets to a stop, from the route, by touch or by the label of its parcel. */
export const goTo = async (
  stage: Stage,
  stop: number,
  opened: 'touch' | 'label',
): Promise<Place> => {
  const { life, model } = stage;
  const id = idOf(stop);
  if (opened === 'touch') {
    const opens = model.stops.has(id) && !mustSignIn(model);
    same(life.open(id), opens, 'whether a stop opens');
    return opens ? { ...NOWHERE, stop: id } : NOWHERE;
  }
  const found = scanOnRoute(stage, { is: 'label', customer: stop, parcel: 0 });
  await life.settle();
  const left = follow(stage, life.mortal.takeDone(), found.steps);
  await afterwards(stage, left, [found.answer]);
  return { ...NOWHERE, stop: found.at };
};

const nameOf = ({ answer, question }: Found): string => {
  if (question !== null) return `asked for what is ${question.name}`;
  if (answer === null) return 'nothing to say';
  return 'reason' in answer ? `refused ${answer.reason}` : `accepted by ${answer.accepted}`;
};

/** Scans on the route, and waits for nothing: gives what must come of it. */
export const scanOnRoute = (stage: Stage, shown: Shown) => {
  const { life, model, world } = stage;
  const { bytes, symbology, scanned } = payloadOf(stage, shown);
  life.scan(bytes, symbology);
  const watched = watch(model, world.now);
  const found = present(model, world.now, NOWHERE, scanned);
  const { stop: at, answer, question, steps } = found;
  const shownAs = shownBy(scanned);
  /** What waits for an answer is dropped with the door. */
  const leave = (): void => {
    if (question !== null && shownAs !== null) model.events.delete(shownAs);
  };
  return { at, answer, leave, steps: [...watched, ...steps] };
};

/** What is on the screen while the driver is asked is what the model asks. */
const lookAsked = ({ life }: Stage, { question }: Found): void => {
  const { screen } = life.view();
  const asked = screen.name === 'door' ? screen.asked : null;
  const { mayKeep: _, ...found } = asked?.name === 'unscanned' ? asked : { ...asked, mayKeep: 0 };
  same(found, question, 'what the driver is asked');
};

/** The driver answers, and shows once more what was not kept. Null: leaves the door instead. */
const reply = (
  stage: Stage,
  command: ShowCommand,
  asked: Found,
  { place, input, again }: { place: Place; input: Input; again: () => void },
  before: number,
): Found | null => {
  const { life, model, world } = stage;
  const { stop, question } = asked;
  if (stop === null || question === null) throw new Error('nobody asks');
  const there = { ...place, stop };
  const typed = command.do === 'type';
  if (question.name === 'unfinished') {
    const answer = before === 0 ? command.unfinished : 'drop';
    must(life.answer(stop, answer), `${answer} is no answer`);
    const { begun } = noteAt(model, stop);
    const shown = begun === null ? null : { ...begun, shown: true };
    putNote(model, stop, { begun: answer === 'finish' ? shown : null });
    if (life.mortal.isDead()) return null;
    again();
    return present(model, world.now, there, input, { typed });
  }
  const { ticked, said } = noteAt(model, stop);
  const goOn = () => present(model, world.now, there, input, { typed, held: true });
  const mayKeep = ticked.some((label) => !said.kept.includes(label));
  same(life.answer(stop, 'finish'), false, 'an answer to what nobody asked');
  switch (command.unscanned) {
    case 'leave': {
      must(life.close(), 'the door does not close');
      const shown = shownBy(input);
      if (shown !== null) model.events.delete(shown);
      return null;
    }
    case 'keep':
      same(life.answer(stop, 'keep'), mayKeep, 'whether parcels may be kept');
      if (!mayKeep) break;
      putNote(model, stop, { said: { ...said, kept: [...said.kept, ...question.labels] } });
      return goOn();
    case 'hand-over':
      same(life.answer(stop, 'hand-over'), question.mayHandOver, 'whether it may be handed over');
      if (!question.mayHandOver) break;
      model.unasked.add(stop);
      return goOn();
    default:
  }
  for (const label of question.labels) {
    if (life.mortal.isDead()) break;
    stage.before = new Map(model.notes);
    life.scan(utf8(label));
    tick(model, stop, label);
  }
  return goOn();
};

/** Shows something at a stop, or on the route, and sees what comes of it. */
export const showAt = async (stage: Stage, command: ShowCommand): Promise<void> => {
  const { life, model, world } = stage;
  await life.goToRoute();
  const isTyped = command.do === 'type';
  let place =
    command.stop === null
      ? NOWHERE
      : await goTo(stage, command.stop, isTyped ? 'touch' : command.opened);
  if (place.stop !== null && command.asks === 'override') {
    must(life.askForOverride(place.stop), 'the override cannot be asked for');
    place = { ...place, asks: 'override' };
    const { begun } = noteAt(model, place.stop as never);
    if (begun !== null) putNote(model, place.stop as never, { begun: { ...begun, shown: false } });
    stage.before = new Map(model.notes);
  }
  if (isTyped && place.stop === null) return;

  const payload = payloadOf(stage, command.shown);
  const isToken = place.stop !== null && (model.stops.get(place.stop)?.isToken ?? false);
  const atToken = isTyped && isToken && place.asks === 'hand-over';
  const ofForm = payload.typed.is === 'code' || payload.typed.is === 'mistyped';
  const typed: Input = ofForm ? payload.typed : { is: 'unreadable' };
  const input = !isTyped
    ? payload.scanned
    : atToken
      ? tokenTyped(stage, command.shown, payload)
      : typed;
  const show = (): void => {
    const { bytes, symbology } = payloadOf(stage, command.shown);
    const { stop } = place;
    if (!isTyped) life.scan(bytes, symbology);
    else if (stop !== null) must(life.type(stop, bytes), 'typed, and not taken');
  };
  const isTwice = command.do === 'scan' && command.twice;
  life.mortal.dieAfter(command.dies);
  if (isTwice) show();
  show();
  const watched = watch(model, world.now);
  const all = [present(model, world.now, place, input, { typed: isTyped })];
  for (let before = 0; before < 4; before++) {
    const asked = all.at(-1);
    await life.settle();
    if (asked?.question == null || life.mortal.isDead()) break;
    lookAsked(stage, asked);
    stage.before = new Map(model.notes);
    const found = reply(stage, command, asked, { place, input, again: show }, before);
    if (found === null) break;
    all.push(found);
  }
  await life.acknowledge();
  const done = life.mortal.takeDone();
  const answers: Answer[] = all.map(({ answer }) => answer);
  let left = follow(stage, done, [...watched, ...all.flatMap(({ steps }) => steps)]);
  const [first] = all;
  if (isTwice && left.length === 0 && first !== undefined && first.question === null) {
    // It was read while the first was judged, or, for a label, at the stop that this opened.
    const asks = first.answer === null ? 'hand-over' : place.asks;
    const second = present(model, world.now, { stop: first.stop, asks }, input);
    answers.push(second.answer);
    left = follow(stage, done, second.steps);
  }
  same(done, [], 'what was written besides');
  for (const found of all) count(stage, `${command.shown.is}: ${nameOf(found)}`);
  await afterwards(stage, left, answers);
  await dieNow(stage, command.dies);
};
