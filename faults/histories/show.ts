import { aDelivery } from '../../electron/testing/samples.ts';
import { utf8 } from '../../shared/bytes.ts';
import { codeOf, type Depot } from './central.ts';
import type { Command, Shown } from './commands.ts';
import { afterwards, dieNow, follow } from './follow.ts';
import { must, same } from './must.ts';
import { count, idOf, type Stage } from './stage.ts';
import { type Answer, type Input, type Place, present, watch } from './steps.ts';

type Payload = { readonly bytes: Uint8Array; readonly input: Input };
const UNKNOWN = 99;

/** The bytes of what is shown, new ones each time, and what they are to the model. */
export const payloadOf = (depot: Depot, shown: Shown): Payload => {
  const code = codeOf(1, 1, 'hand-over');
  switch (shown.is) {
    case 'code': {
      const { customer, purpose, qr, older } = shown;
      const epoch = Math.max(1, depot.epochOf(customer) - older);
      const of = idOf(customer);
      const prefix = qr ? `KS1/${aDelivery(customer).shortId}/` : '';
      return {
        bytes: Uint8Array.from([...utf8(prefix), ...codeOf(customer, epoch, purpose)]),
        input: { is: 'code', named: qr ? of : null, code: { of, epoch, purpose } },
      };
    }
    case 'label': {
      const { id, parcels } = aDelivery(shown.customer);
      return { bytes: utf8(parcels[0] ?? ''), input: { is: 'label', of: id } };
    }
    case 'unknown-label':
      return { bytes: utf8('NOBODYS-PARCEL'), input: { is: 'label', of: null } };
    case 'unknown-qr': {
      const of = idOf(UNKNOWN);
      return {
        bytes: Uint8Array.from([...utf8('KS1/ZZZZZZ/'), ...code]),
        // The first customer's code, under another name.
        input: { is: 'code', named: of, code: { of: idOf(1), epoch: 1, purpose: 'hand-over' } },
      };
    }
    case 'mistyped':
      return {
        bytes: code.map((byte, i) => (i === 9 ? (byte === 0x30 ? 0x31 : 0x30) : byte)),
        input: { is: 'mistyped' },
      };
    default:
      return { bytes: Uint8Array.of(1, 2, 255), input: { is: 'unreadable' } };
  }
};

const NOWHERE: Place = { stop: null, asks: 'hand-over' };

/** Gets to a stop, from the route, by touch or by the label of its parcel. */
const goTo = async (stage: Stage, stop: number, opened: 'touch' | 'label'): Promise<Place> => {
  const { life, model, world, depot } = stage;
  const id = idOf(stop);
  if (opened === 'touch') {
    same(life.open(id), model.stops.has(id), 'whether a stop opens');
    return model.stops.has(id) ? { ...NOWHERE, stop: id } : NOWHERE;
  }
  const { bytes, input } = payloadOf(depot, { is: 'label', customer: stop });
  const watched = watch(model, world.now);
  const found = present(model, world.now, NOWHERE, input);
  life.scan(bytes);
  await life.settle();
  const left = follow(stage, life.mortal.takeDone(), [...watched, ...found.steps]);
  await afterwards(stage, left, [found.answer]);
  if (found.answer === null) return { ...NOWHERE, stop: found.stop };
  // A label of nobody: the refusal is acknowledged, and there is no stop to go on at.
  await life.goToRoute();
  return NOWHERE;
};

const nameOf = (answer: Answer): string => {
  if (answer === null) return 'opened by label';
  return 'reason' in answer ? `refused ${answer.reason}` : `accepted by ${answer.accepted}`;
};

/** Scans on the route, and waits for nothing: gives what must come of it. */
export const scanOnRoute = ({ life, model, world, depot }: Stage, shown: Shown) => {
  const { bytes, input } = payloadOf(depot, shown);
  life.scan(bytes);
  const watched = watch(model, world.now);
  const found = present(model, world.now, NOWHERE, input);
  return { at: found.stop, answer: found.answer, steps: [...watched, ...found.steps] };
};

/** Shows something at a stop, or on the route, and sees what comes of it. */
export const showAt = async (
  stage: Stage,
  command: Command & { do: 'scan' | 'type' },
): Promise<void> => {
  const { life, model, world, depot } = stage;
  await life.goToRoute();
  const isTyped = command.do === 'type';
  let place =
    command.stop === null
      ? NOWHERE
      : await goTo(stage, command.stop, isTyped ? 'touch' : command.opened);
  if (place.stop !== null && command.asks === 'override') {
    must(life.ask(place.stop, 'override'), 'the override cannot be asked for');
    place = { ...place, asks: 'override' };
  }
  if (isTyped && place.stop === null) return;

  const { bytes, input } = payloadOf(depot, command.shown);
  const isTwice = command.do === 'scan' && command.twice;
  life.mortal.dieAfter(command.dies);
  if (isTwice) life.scan(bytes.slice());
  if (isTyped && place.stop !== null) must(life.type(place.stop, bytes), 'typed, and not taken');
  else life.scan(bytes);
  const watched = watch(model, world.now);
  const isCode = input.is === 'code' || input.is === 'mistyped';
  const taken: Input = isTyped && !isCode ? { is: 'unreadable' } : input;
  const first = present(model, world.now, place, taken, isTyped);
  await life.acknowledge();
  const done = life.mortal.takeDone();
  const answers = [first.answer];
  let left = follow(stage, done, [...watched, ...first.steps]);
  if (isTwice && left.length === 0) {
    // It was read while the first was judged, or, for a label, at the stop that this opened.
    const asks = first.answer === null ? 'hand-over' : place.asks;
    const second = present(model, world.now, { stop: first.stop, asks }, taken);
    answers.push(second.answer);
    left = follow(stage, done, second.steps);
  }
  same(done, [], 'what was written besides');
  for (const answer of answers) count(stage, nameOf(answer));
  await afterwards(stage, left, answers);
  await dieNow(stage, command.dies);
};
