import { z } from 'zod';
import { PAGE_LANGUAGES } from '../../../../shared/protocol/link/page-fragment.ts';

/** The languages of the product. */
export const language = z.enum(PAGE_LANGUAGES);
export type Language = z.infer<typeof language>;

/**
 * What there is to say. `code`: the code. `void`: another code, instead of one that is out.
 * `time-changed`: another time, the code stays. `code-follows`: another time, and the code is void.
 * `cancelled`: nobody comes. The code and the link follow the first two, on their own lines.
 */
export const textKind = z.enum(['code', 'void', 'time-changed', 'code-follows', 'cancelled']);
export type TextKind = z.infer<typeof textKind>;

type Sentences = {
  /** `{sender}`, `{day}` and `{window}` are filled in. */
  readonly texts: Readonly<Record<TextKind, string>>;
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
 * sender of eleven letters and a page's address of 23, but for Arabic, which may be two. So Polish goes
 * without its diacritics, as is usual there, and Spanish says `clave`, because `ó` is not in the
 * alphabet; neither is `á`.
 */
export const SENTENCES: Readonly<Record<Language, Sentences>> = {
  en: {
    texts: {
      code: '{sender}: your parcel comes {day}, {window}. Show this code only when you see it:',
      void: '{sender}: your parcel comes {day}, {window}. New code (the old one no longer works):',
      'time-changed':
        '{sender}: the time has changed. Your parcel now comes {day}, {window}. The code you have still works.',
      'code-follows':
        '{sender}: the time has changed. Your parcel now comes {day}, {window}. The code you have no longer works. We will send you a new one.',
      cancelled:
        '{sender}: your delivery {day}, {window}, has been cancelled. The code you have no longer works.',
    },
    today: 'today',
    onDay: (day, month) => `on ${day} ${MONTHS[month - 1]}`,
    window: (from, to) => `${two(from)}:00-${two(to)}:00`,
  },
  de: {
    texts: {
      code: '{sender}: Ihr Paket kommt {day}, {window}. Zeigen Sie den Code erst, wenn Sie es sehen:',
      void: '{sender}: Ihr Paket kommt {day}, {window}. Neuer Code, der alte gilt nicht mehr:',
      'time-changed':
        '{sender}: Die Lieferzeit hat sich geändert. Ihr Paket kommt {day}, {window}. Ihr Code gilt weiter.',
      'code-follows':
        '{sender}: Die Lieferzeit hat sich geändert. Ihr Paket kommt {day}, {window}. Ihr Code gilt nicht mehr, Sie bekommen einen neuen.',
      cancelled: '{sender}: Ihre Lieferung {day}, {window}, entfällt. Ihr Code gilt nicht mehr.',
    },
    today: 'heute',
    onDay: (day, month) => `am ${day}.${month}.`,
    window: (from, to) => `${from}-${to} Uhr`,
  },
  fr: {
    texts: {
      code: '{sender} : votre colis arrive {day}, {window}. Ne montrez ce code que si vous le voyez :',
      void: "{sender} : votre colis arrive {day}, {window}. Nouveau code, l'ancien est annulé :",
      'time-changed':
        "{sender} : changement d'horaire. Votre colis arrive {day}, {window}. Votre code reste valable.",
      'code-follows':
        "{sender} : changement d'horaire. Votre colis arrive {day}, {window}. Votre code n'est plus valable, vous en recevrez un nouveau.",
      cancelled:
        "{sender} : votre livraison prévue {day}, {window}, est annulée. Votre code n'est plus valable.",
    },
    today: "aujourd'hui",
    onDay: (day, month) => `le ${day}/${month}`,
    window: (from, to) => `${from}h-${to}h`,
  },
  es: {
    texts: {
      code: '{sender}: su paquete llega {day} {window}. Enseñe esta clave solo cuando lo vea:',
      void: '{sender}: su paquete llega {day} {window}. Clave nueva; la anterior ya no vale:',
      'time-changed':
        '{sender}: cambio de horario. Su paquete llega {day} {window}. Su clave no cambia.',
      'code-follows':
        '{sender}: cambio de horario. Su paquete llega {day} {window}. Su clave ya no vale; le enviaremos otra.',
      cancelled:
        '{sender}: se ha cancelado su entrega prevista para {day} {window}. Su clave ya no vale.',
    },
    today: 'hoy',
    onDay: (day, month) => `el ${day}/${month}`,
    window: (from, to) => `de ${from} a ${to} h`,
  },
  pl: {
    texts: {
      code: '{sender}: paczka dotrze {day} w godz. {window}. Pokaz kod dopiero, gdy ja zobaczysz:',
      void: '{sender}: paczka dotrze {day} w godz. {window}. Nowy kod, poprzedni jest niewazny:',
      'time-changed':
        '{sender}: zmiana terminu. Paczka dotrze {day} w godz. {window}. Twoj kod pozostaje wazny.',
      'code-follows':
        '{sender}: zmiana terminu. Paczka dotrze {day} w godz. {window}. Twoj kod jest juz niewazny, przyslemy nowy.',
      cancelled:
        '{sender}: dostawa {day} w godz. {window} zostala odwolana. Twoj kod jest juz niewazny.',
    },
    today: 'dzis',
    onDay: (day, month) => `${two(day)}.${two(month)}.`,
    window: (from, to) => `${from}-${to}`,
  },
  ar: {
    texts: {
      code: 'طرد {sender} {day} {window}. لا تظهر الرمز قبل رؤيته:',
      void: 'رمز جديد لطرد {sender} {day} {window}، والسابق ملغى:',
      'time-changed': 'تغيّر موعد طرد {sender}: {day} {window}. رمزك لم يتغيّر.',
      'code-follows':
        'تغيّر موعد طرد {sender}: {day} {window}. رمزك لم يعد صالحًا، وسنرسل لك رمزًا جديدًا.',
      cancelled: 'أُلغي توصيل طرد {sender} {day} {window}. رمزك لم يعد صالحًا.',
    },
    today: 'اليوم',
    onDay: (day, month) => `يوم ${day}/${month}`,
    window: (from, to) => `بين ${two(from)}:00 و${two(to)}:00`,
  },
};
