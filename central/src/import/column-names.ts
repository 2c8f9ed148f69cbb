import { fold } from '../../../shared/protocol/search/fold.ts';

/**
 * The columns of a file by their own names, and by what people of the six languages call them. Case,
 * accents, blanks, hyphens and underscores do not count.
 */
const NAMES = {
  route: ['tour', 'ruta', 'tournée', 'itinéraire', 'trasa', 'المسار'],
  position: [
    'stop',
    'stop number',
    'sequence',
    'reihenfolge',
    'stopp',
    'posición',
    'parada',
    'arrêt',
    'ordre',
    'pozycja',
    'kolejność',
    'الترتيب',
  ],
  customer: [
    'customer name',
    'recipient',
    'consignee',
    'name',
    'kunde',
    'empfänger',
    'cliente',
    'destinatario',
    'nombre',
    'client',
    'destinataire',
    'nom',
    'klient',
    'odbiorca',
    'العميل',
  ],
  address: [
    'delivery address',
    'shipping address',
    'adresse',
    'anschrift',
    'lieferadresse',
    'dirección',
    'adres',
    'العنوان',
  ],
  phone: [
    'phone number',
    'telephone',
    'tel',
    'mobile',
    'mobile number',
    'mobile phone',
    'cell',
    'cell phone',
    'telefon',
    'telefonnummer',
    'handy',
    'handynummer',
    'mobil',
    'mobilnummer',
    'mobiltelefon',
    'teléfono',
    'móvil',
    'téléphone',
    'portable',
    'numer telefonu',
    'komórka',
    'الهاتف',
    'الجوال',
  ],
  arrival: [
    'arrival time',
    'expected arrival',
    'eta',
    'ankunft',
    'llegada',
    'arrivée',
    'przyjazd',
    'الوصول',
  ],
  not_before: [
    'valid from',
    'earliest',
    'gültig ab',
    'frühestens',
    'válido desde',
    'no antes de',
    'valable à partir de',
    'pas avant',
    'ważny od',
    'nie wcześniej niż',
    'ليس قبل',
  ],
  not_after: [
    'valid until',
    'valid to',
    'latest',
    'gültig bis',
    'spätestens',
    'válido hasta',
    'no después de',
    "valable jusqu'à",
    'pas après',
    'ważny do',
    'nie później niż',
    'ليس بعد',
  ],
  parcels: [
    'parcel',
    'label',
    'labels',
    'sscc',
    'barcode',
    'barcodes',
    'tracking number',
    'paket',
    'pakete',
    'paketnummer',
    'sendungsnummer',
    'bultos',
    'paquetes',
    'colis',
    'paczki',
    'الطرود',
  ],
  token: ['token serial', 'token number'],
  language: [
    'customer language',
    'lang',
    'locale',
    'sprache',
    'kundensprache',
    'idioma',
    'lengua',
    'langue',
    'język',
    'اللغة',
  ],
} as const;

export type ColumnName = keyof typeof NAMES;
export const COLUMN_NAMES = Object.keys(NAMES) as readonly ColumnName[];

/** What else people call a column. */
export const otherNamesOf = (column: ColumnName): readonly string[] => NAMES[column];

const OWN: ReadonlyMap<string, ColumnName> = new Map(
  COLUMN_NAMES.map((column) => [fold(column), column]),
);
const OTHER: ReadonlyMap<string, ColumnName> = new Map(
  COLUMN_NAMES.flatMap((column) => NAMES[column].map((name) => [fold(name), column] as const)),
);

/** A heading without what does not count in it: case, accents, invisible marks, signs. */
export const foldHeading = (heading: string): string => fold(heading.replace(/\p{Cf}/gu, ''));

/** The column that a heading names, and whether by its own name; null if it is none of ours. */
export const columnOf = (
  heading: string,
): { readonly column: ColumnName; readonly isOwn: boolean } | null => {
  const name = foldHeading(heading);
  const own = OWN.get(name) ?? OWN.get(name.replaceAll(' ', ''));
  if (own !== undefined) return { column: own, isOwn: true };
  const other = OTHER.get(name);
  return other === undefined ? null : { column: other, isOwn: false };
};
