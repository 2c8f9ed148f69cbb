import { type Command, InvalidArgumentError, Option } from 'commander';
import { telephone } from '../../../shared/protocol/depot-facts.ts';
import { answerOf, type Schemas } from '../../client/client.ts';
import type { CentralClient } from './central-client.ts';
import type { CommandContext } from './command-context.ts';
import { showOutcomes, toDelivery } from './delivery-acts.ts';
import { findDelivery } from './find-delivery.ts';
import { examples, printable } from './output.ts';

/** What a driver is told of a stop, as central has it. */
export type StopFacts = Schemas['Instructions'];

type Options = {
  readonly depot?: string;
  readonly note?: string;
  readonly mayCall?: 'yes' | 'no';
  readonly callPhone?: string | null;
  readonly evidence?: readonly string[];
  readonly places?: string[] | null;
  readonly persons?: StopFacts['persons'];
  readonly name?: StopFacts['names'];
};

/** What leaves it to the driver, or takes a number away. */
const ANY = 'any';

const parts = (text: string): string[] =>
  text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const evidence = (text: string): string[] => {
  const words = parts(text);
  if (words.length > 0 && words.every((word) => /^(?:code|signature|scan)$/.test(word))) {
    return words;
  }
  throw new InvalidArgumentError('must be code, signature or scan, several with ; between');
};

type Other = NonNullable<StopFacts['persons']>[number];
const isOther = (word: string): word is Other => /^(?:household|neighbour)$/.test(word);

const persons = (text: string): StopFacts['persons'] => {
  const words = parts(text);
  if (text === ANY) return null;
  if (words.length > 0 && words.every((word) => word === 'customer' || isOther(word))) {
    return [...new Set(words)].filter(isOther);
  }
  throw new InvalidArgumentError('must be household, neighbour, customer (nobody else) or any');
};

const places = (text: string): string[] | null => {
  if (text === ANY) return null;
  return text === 'nowhere' ? [] : parts(text);
};

const phone = (text: string): string | null => {
  if (text === 'none') return null;
  const found = telephone.safeParse(text.replace(/[\s()/.-]/g, ''));
  if (found.success) return found.data;
  throw new InvalidArgumentError('must be + and 7 to 15 digits, such as +493012345678, or none');
};

const name = (text: string, before: StopFacts['names'] = []): StopFacts['names'] => {
  const at = text.indexOf('=');
  if (at > 0) {
    return [...before, { parcel: text.slice(0, at).trim(), name: text.slice(at + 1).trim() }];
  }
  throw new InvalidArgumentError('must be a label, = and what the parcel is');
};

const changed = (facts: StopFacts, options: Options): StopFacts => {
  const { note, mayCall, callPhone, evidence: needed, places: where, persons: who } = options;
  const named = options.name ?? [];
  const kept = facts.names.filter((one) => !named.some(({ parcel }) => parcel === one.parcel));
  return {
    note: note === undefined ? facts.note : note.trim() || null,
    mayCall: mayCall === undefined ? facts.mayCall : mayCall === 'yes',
    callPhone: callPhone === undefined ? facts.callPhone : callPhone,
    needsSignature: needed?.includes('signature') ?? facts.needsSignature,
    needsEveryScan: needed?.includes('scan') ?? facts.needsEveryScan,
    persons: who === undefined ? facts.persons : who,
    places: where === undefined ? facts.places : where,
    names: [...kept, ...named.filter((one) => one.name !== '')],
  };
};

/** What a driver is told, one line each; none where there is nothing to tell. */
export const describeFacts = (facts: StopFacts): string[] => {
  const needed = [
    ...(facts.needsSignature ? ['signature'] : []),
    ...(facts.needsEveryScan ? ['scan of every parcel'] : []),
  ];
  const { note, callPhone, places: where, persons: who } = facts;
  return [
    ...(note === null ? [] : [`note: ${note}`]),
    ...facts.names.map(({ parcel, name: what }) => `parcel ${parcel}: ${what}`),
    ...(facts.mayCall ? [] : ['must not be called']),
    ...(callPhone === null ? [] : [`number to call: ${callPhone}`]),
    ...(needed.length === 0 ? [] : [`needed beside the code: ${needed.join(', ')}`]),
    ...(who === null ? [] : [`may take it: ${['customer', ...who].join(', ')}`]),
    ...(where === null ? [] : [`may be left: ${where.join(', ') || 'nowhere'}`]),
  ];
};

export const getFacts = (client: CentralClient, delivery: string): Promise<StopFacts> =>
  answerOf(
    client.GET('/v1/deliveries/{delivery}/instructions', { params: { path: { delivery } } }),
  );

/** `delivery instruct`: what the driver is told before the code. */
export const addInstructCommand = (delivery: Command, context: CommandContext): void => {
  delivery
    .command('instruct <delivery>')
    .description('show or change what the driver is told before the code; the rest stays as it is')
    .option('--note <text>', 'note for the driver; "" removes it')
    .addOption(
      new Option('--may-call <answer>', 'whether the customer may be called').choices([
        'yes',
        'no',
      ]),
    )
    .option('--call-phone <number>', 'number to call; `none` for that of the messages', phone)
    .option('--evidence <list>', 'needed beside the code: code, signature;scan, …', evidence)
    .option('--places <list>', 'where it may be left: Garage;Porch, `nowhere` or `any`', places)
    .option(
      '--persons <list>',
      'who may take it: household;neighbour, `customer` for nobody else, or `any`',
      persons,
    )
    .option('--name <label=name>', 'what a parcel is; again for further ones', name)
    .option('--depot <depot>', 'name or id, if two depots have the reference')
    .addHelpText(
      'after',
      examples(
        'delivery instruct 4F7K2M',
        'delivery instruct 4F7K2M --note "Ring twice" --evidence "signature;scan"',
        'delivery instruct 4F7K2M --places "Garage;Porch" --persons neighbour',
        'delivery instruct 4F7K2M --name "340123450000000017=Lamp"',
      ),
    )
    .action(async (asked: string, { depot, ...options }: Options) => {
      const { client, output } = context();
      const found = await findDelivery(client, asked, depot);
      const facts = await getFacts(client, found.id);
      if (Object.keys(options).length === 0) {
        const lines = describeFacts(facts);
        output.result(facts, () =>
          lines.length === 0 ? 'no instructions' : lines.map(printable).join('\n'),
        );
        return;
      }
      const body = changed(facts, options);
      const params = toDelivery(found);
      const done = await answerOf(
        client.PUT('/v1/deliveries/{delivery}/instructions', { params, body }),
      );
      output.result(done, () => showOutcomes([done], [found]));
    });
};
