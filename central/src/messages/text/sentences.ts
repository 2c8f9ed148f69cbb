import { z } from 'zod';
import { PAGE_LANGUAGES } from '../../../../shared/protocol/link/page-fragment.ts';

/** The languages of the product. */
export const language = z.enum(PAGE_LANGUAGES);
export type Language = z.infer<typeof language>;

type Sentences = {
  /** `{sender}`, `{day}` and `{window}` are filled in; the code and the link follow on their own lines. */
  readonly text: string;
  readonly today: string;
  /** Day and month as numbers: names of months have letters that halve a message's size. */
  readonly onDay: (day: number, month: number) => string;
  /** Two hours, from and to. */
  readonly window: (from: number, to: number) => string;
};

const two = (number: number): string => String(number).padStart(2, '0');
const MONTHS = 'Jan Feb Mar Apr May June July Aug Sept Oct Nov Dec'.split(' ');

/**
 * What a customer reads, in each language. Each stays in the 7-bit alphabet and in one message, with a
 * sender of eleven letters and a page's address of 23, but for Arabic, which is two. So Polish goes without its diacritics, as is
 * usual there, and Spanish says `clave`, because `ó` is not in the alphabet.
 */
export const SENTENCES: Readonly<Record<Language, Sentences>> = {
  en: {
    text: '{sender}: your parcel comes {day}, {window}. Show this code only when you see it:',
    today: 'today',
    onDay: (day, month) => `on ${day} ${MONTHS[month - 1]}`,
    window: (from, to) => `${two(from)}:00-${two(to)}:00`,
  },
  de: {
    text: '{sender}: Ihr Paket kommt {day}, {window}. Zeigen Sie den Code erst, wenn Sie es sehen:',
    today: 'heute',
    onDay: (day, month) => `am ${day}.${month}.`,
    window: (from, to) => `${from}-${to} Uhr`,
  },
  fr: {
    text: '{sender} : votre colis arrive {day}, {window}. Ne montrez ce code que si vous le voyez :',
    today: "aujourd'hui",
    onDay: (day, month) => `le ${day}/${month}`,
    window: (from, to) => `${from}h-${to}h`,
  },
  es: {
    text: '{sender}: su paquete llega {day} {window}. Enseñe esta clave solo cuando lo vea:',
    today: 'hoy',
    onDay: (day, month) => `el ${day}/${month}`,
    window: (from, to) => `de ${from} a ${to} h`,
  },
  pl: {
    text: '{sender}: paczka dotrze {day} w godz. {window}. Pokaz kod dopiero, gdy ja zobaczysz:',
    today: 'dzis',
    onDay: (day, month) => `${two(day)}.${two(month)}.`,
    window: (from, to) => `${from}-${to}`,
  },
  ar: {
    text: 'طرد {sender} {day} {window}. لا تظهر الرمز قبل رؤيته:',
    today: 'اليوم',
    onDay: (day, month) => `يوم ${day}/${month}`,
    window: (from, to) => `بين ${two(from)}:00 و${two(to)}:00`,
  },
};
