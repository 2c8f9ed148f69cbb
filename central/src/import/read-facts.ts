import { fold } from '../../../shared/protocol/search/fold.ts';
import { ok } from '../../../shared/result.ts';
import type { StopFacts } from '../deliveries/stop-facts.ts';
import { type Read, refuse, stripMarks } from './cell.ts';
import { readPhone } from './read-phone.ts';

type Words<T> = readonly (readonly [T, string])[];

/** What people of the six languages write, by the folded word. */
const wordsOf = <T>(words: Words<T>): ReadonlyMap<string, T> =>
  new Map(words.flatMap(([value, texts]) => texts.split(',').map((text) => [fold(text), value])));

const YES_OR_NO = wordsOf<boolean>([
  [true, 'yes,y,true,1,x,ja,j,wahr,si,sí,s,verdadero,oui,o,vrai,tak,t,prawda,نعم'],
  [false, 'no,n,false,0,nein,falsch,non,faux,nie,fałsz,لا'],
]);

/** What stands in a column to be ticked. */
const TICKS: ReadonlyMap<string, boolean> = new Map([
  ...[...'✓✔☑'].map((sign) => [sign, true] as const),
  ...[...'✗✘☒☐'].map((sign) => [sign, false] as const),
]);

type Evidence = 'code' | 'signature' | 'scan';
const EVIDENCE = wordsOf<Evidence>([
  ['code', 'code,code only,nur code,código,kod,الرمز,رمز'],
  ['signature', 'signature,sign,unterschrift,firma,podpis,التوقيع,توقيع'],
  ['scan', 'scan,scans,scannen,escaneo,escanear,numérisation,skan,skanowanie,المسح,مسح'],
]);

type Person = NonNullable<StopFacts['persons']>[number] | 'customer';
const PERSONS = wordsOf<Person>([
  [
    'household',
    'household,family,haushalt,familie,mitbewohner,hogar,familia,foyer,famille,domownik,domownicy,rodzina,أهل البيت,العائلة',
  ],
  [
    'neighbour',
    'neighbour,neighbor,neighbours,neighbors,nachbar,nachbarn,nachbarin,vecino,vecinos,vecina,voisin,voisins,voisine,sąsiad,sąsiedzi,sąsiadka,جار,الجيران',
  ],
  [
    'customer',
    'customer,customer only,recipient only,nobody,none,kunde,nur kunde,empfänger,nur empfänger,niemand,cliente,solo cliente,nadie,client,client seul,personne,klient,tylko klient,nikt,العميل,العميل فقط,لا أحد',
  ],
]);

const NOWHERE = wordsOf<true>([
  [
    true,
    'nowhere,none,nirgends,keine,keiner,ninguno,ningún sitio,nulle part,aucun,nigdzie,żadne,لا مكان',
  ],
]);

/** The parts of a cell that lists something; without the empty ones. */
const partsOf = (text: string, signs: RegExp): string[] =>
  text
    .split(signs)
    .map((part) => part.trim().normalize('NFC'))
    .filter((part) => part !== '');

/** Words of a list, each once; null if there is one that nobody knows. */
const readWords = <T>(text: string, known: ReadonlyMap<string, T>): readonly T[] | null => {
  const found = partsOf(stripMarks(text), /[;,|+&/\r\n]/).map((word) => known.get(fold(word)));
  return found.every((one): one is Exclude<typeof one, undefined> => one !== undefined)
    ? [...new Set(found)]
    : null;
};

/** Whether the customer may be called: yes, if the cell is empty. */
export const readMayCall: Read<boolean> = (text) => {
  const written = stripMarks(text);
  if (written === '') return ok(true);
  const said = TICKS.get(written.replace(/\ufe0f/g, '')) ?? YES_OR_NO.get(fold(written));
  return said === undefined ? refuse('not-yes-or-no', 'Write yes or no.') : ok(said);
};

/** A number to call, which may be a landline; null: that of the messages. */
export const readCallPhone: Read<string | null> = (text, reading) => {
  const read = readPhone(text, { ...reading, note: () => {} });
  if (read.ok || read.error.code !== 'phone-not-mobile') return read;
  return refuse('phone-not-mobile', 'This is a service number. Enter one of the customer’s own.');
};

/** What a hand-over needs beside the code. */
export const readEvidence: Read<Pick<StopFacts, 'needsSignature' | 'needsEveryScan'>> = (text) => {
  const words = readWords(text, EVIDENCE);
  if (words === null) {
    const reason =
      'Write code, signature or scan; several with ; between them. The code is always needed.';
    return refuse('not-evidence', reason);
  }
  return ok({
    needsSignature: words.includes('signature'),
    needsEveryScan: words.includes('scan'),
  });
};

/** Who may take it beside the customer; null: whoever the driver decides. */
export const readPersons: Read<StopFacts['persons']> = (text) => {
  const words = readWords(text, PERSONS);
  if (words === null) {
    const reason =
      'Write household, neighbour, or customer for nobody else; several with ; between them.';
    return refuse('not-a-person', reason);
  }
  return ok(words.length === 0 ? null : words.filter((word) => word !== 'customer'));
};

/** Reads lines, of at most so many characters, that the driver sees as they are. */
type ReadLine = (max: number) => Read<string>;

/** What of a stop's facts is made of lines. */
export const makeLineReaders = (
  line: ReadLine,
  most: { note: number; place: number; name: number; places: number },
) => {
  const noteLine = line(most.note);
  const placeLine = line(most.place);
  const nameLine = line(most.name);

  /** A line for the driver: lines of the cell become one. */
  const readNote: Read<string | null> = (text, reading) => {
    const note = partsOf(text, /\r\n|\r|\n|\u2028|\u2029/).join(' ');
    return note === '' ? ok(null) : noteLine(note, reading);
  };

  const readPlaces: Read<StopFacts['places']> = (text, reading) => {
    const parts = partsOf(text, /[;|\r\n]/);
    if (parts.length === 0) return ok(null);
    if (parts.length === 1 && NOWHERE.has(fold(parts[0] ?? ''))) return ok([]);
    const places = new Set<string>();
    for (const part of parts) {
      const place = placeLine(part, reading);
      if (!place.ok) return place;
      places.add(place.value);
    }
    return places.size <= most.places
      ? ok([...places])
      : refuse('too-many-places', `A stop has at most ${most.places} places.`);
  };

  /** Names in the order of the labels; an empty one between two signs is none. */
  const readNames: Read<readonly (string | null)[]> = (text, reading) => {
    if (text.trim() === '') return ok([]);
    const names: (string | null)[] = [];
    for (const part of text.split(/[;؛|]|\r\n|\r|\n/)) {
      const name = part.trim() === '' ? ok(null) : nameLine(part, reading);
      if (!name.ok) return name;
      names.push(name.value);
    }
    return ok(names);
  };
  return { readNote, readPlaces, readNames };
};
