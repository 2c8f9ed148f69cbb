import { describe, expect, test } from 'vitest';
import { LANGUAGES, type Language } from './languages.ts';
import { leaves } from './leaves.ts';

/** What only IT sees; everything else stands on a screen that a driver works with. */
const IT =
  /^(?:setup|it|diagnostics|support|itSettings|restart|wipe|scannerTest|testBuild)(?:\.|$)/u;

const driverWords = (language: Language): [string, string][] =>
  leaves(LANGUAGES[language])
    .filter(([path]) => !IT.test(path))
    // What is filled in is named for programmers.
    .map(([path, text]) => [path, text.replace(/\{\{\w+\}\}/gu, '')]);

/**
 * The terms that no driver sees, as whole words in any case: those of the protocol and of computers,
 * and those that the glossary has another word for.
 */
const UNSEEN: { readonly [L in Language]: readonly string[] } = {
  en: [
    ...['lease', 'leases', 'entry', 'entries', 'store', 'anchor', 'manifest', 'verifier'],
    ...['hand in', 'handed in', 'handing in', 'hands in', 'chain', 'hash', 'log', 'cursor'],
    ...['presence', 'sequence', 'receipt', 'nonce', 'payload', 'schema', 'scheme', 'sealed'],
    ...['override', 'revoked', 'revocation', 'withdrawn', 'exception', 'hand-over', 'fork'],
    ...['rolled back', 'rollback', 'timeout', 'server error', 'invalid', 'process', 'central'],
    ...['terminal', 'terminals', 'handheld', 'handhelds', 'draft', 'verdict', 'attest'],
    ...['be had', 'by itself', 'no longer good', 'touch', 'understood', 'take back', 'taken back'],
  ],
  de: [
    ...['Frist', 'Aufzeichnung', 'Aufzeichnungen', 'Speicher', 'Platte', 'Schlüsselbund'],
    ...['Anmeldecode', 'Disposition', 'Terminal', 'Lieferung', 'abgegeben', 'Manifest', 'Anker'],
    ...['von selbst', 'ging nicht durch', 'kam nicht an', 'tippen', 'Handheld', 'Kette', 'Form'],
  ],
  fr: [
    ...['écriture', 'écritures', 'entrée', 'entrées', 'délai', 'station', 'répartiteur', 'jeton'],
    ...['tout seul', 'HS', 'abîmé', 'abîmée', 'abîmées', 'mémoire', 'inscription', 'livraison'],
    ...['à rendre', 'manifeste', 'ancre', 'chaîne', 'bail', 'la porte'],
  ],
  es: [
    ...['equipo', 'almacén', 'depósito', 'la central', 'plazo', 'pendiente', 'pendientes'],
    ...['dato', 'anotado', 'anotar', 'memoria', 'solo', 'teclear', 'teclea', 'entrega', 'guarda'],
    ...['manifiesto', 'ancla', 'cadena', 'forma'],
  ],
  pl: [
    ...['wpis', 'wpisy', 'wpisów', 'wpisu', 'limit', 'limicie', 'magazyn', 'magazynie', 'kierowca'],
    ...['kierowcy', 'literówka', 'umówione', 'oddane', 'oddaję', 'zatrzymaj', 'pamięć', 'dostawa'],
    ...['dostawę', 'manifest', 'kotwica', 'łańcuch', 'znajdzie się'],
  ],
  ar: [
    ...['محطة', 'المحطة', 'محطات', 'توصيلة', 'التوصيلة', 'سائق', 'معلّق', 'المهلة', 'جهاز العميل'],
    ...['الذاكرة', 'يُعثر', 'المس', 'مُسح', 'رمز التسجيل', 'منك', 'وحده'],
  ],
};

/**
 * Where one of them is the right word after all: the verb of handing over a parcel, the one who
 * alone may do it, and what cannot be delivered.
 */
const RIGHT: { readonly [path: string]: readonly string[] } = {
  'problem.already-enrolled.next': ['solo', 'وحده'],
  'door.noCode': ['livraison'],
  'exception.title': ['livraison'],
};
const isDelivering = (path: string, term: string): boolean =>
  term === 'entrega' && /^verdict\.accepted\.|^handOver\.unfinished/u.test(path);

const whole = (term: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{M}])${term}(?![\\p{L}\\p{M}])`, 'iu');

describe.each(Object.keys(LANGUAGES) as Language[])('what a driver reads in %s', (language) => {
  test.each(UNSEEN[language])('has no ‘%s’', (term) => {
    const said = driverWords(language)
      .filter(([path, text]) => whole(term).test(text) && !isDelivering(path, term))
      .filter(([path]) => !(RIGHT[path] ?? []).includes(term))
      .map(([path, text]) => `${path}: ${text}`);
    expect(said).toEqual([]);
  });
});

/** Records are sent, parcels are handed over: with parcels in the van, 'all delivered' is a lie. */
const RECORDS =
  /^(?:status\.(?:allHandedIn|waiting)|dock\.(?:phase|entriesLeft)|wipe\.(?:about|loses|working))/u;
const HANDS_OVER: { readonly [L in Language]: RegExp } = {
  en: /hand(?:ed|ing)?\s(?:in|over)|deliver/iu,
  de: /überg[ea]b|abgegeben|zugestellt/iu,
  fr: /remis|remet|rendre|livr/iu,
  es: /entreg/iu,
  pl: /odda|wyda|doręcz/iu,
  ar: /سلّم|سُلّم|تسليم/u,
};
const PARCELS = /^(?:verdict\.accepted\.(?:what|toNeighbour)|handOver\.unfinished\.keeps-all)/u;
const SENDS: { readonly [L in Language]: RegExp } = {
  en: /send|sent/iu,
  de: /übertrag|sende/iu,
  fr: /envoy|envoi/iu,
  es: /envi/iu,
  pl: /wysł|wyśl/iu,
  ar: /أرسل|إرسال/u,
};

test.each(Object.keys(LANGUAGES) as Language[])(
  'records are sent and parcels are handed over, never the other way round, in %s',
  (language) => {
    const text = leaves(LANGUAGES[language]);
    const wrong = text.filter(
      ([path, words]) =>
        (RECORDS.test(path) && HANDS_OVER[language].test(words)) ||
        (PARCELS.test(path) && SENDS[language].test(words)),
    );
    expect(wrong).toEqual([]);
  },
);

test('German says du everywhere', () => {
  // At the beginning of a sentence ‘Sie’ may be the settings.
  const formal = /(?<=[^.!?] )Sie(?!\p{L})|(?<!\p{L})Ihr(?:e[nmrs]?)?(?!\p{L})/u;
  expect(leaves(LANGUAGES.de).filter(([, text]) => formal.test(text))).toEqual([]);
});

test('Spanish says tú everywhere', () => {
  const formal = /(?<!\p{L})(?:usted|su|sus|escanee|teclee|toque|ponga|pida|inténtelo)(?!\p{L})/iu;
  const said = driverWords('es').filter(([, text]) => formal.test(text));
  // Its own keyboard, dock or password, not the reader’s.
  expect(said.filter(([, text]) => !/su (?:base|contraseña|token)/u.test(text))).toEqual([]);
});
