import { describe, expect, it } from 'vitest';
import { makeDeliveryCode } from '../../../../shared/protocol/code/delivery-code.ts';
import type { Instant } from '../../../../shared/protocol/ids.ts';
import { DAY, HOUR, MINUTE } from '../../clock.ts';
import { localWindow } from './local-window.ts';
import { segmentsOf } from './segments.ts';
import { type Language, language as languages, type TextKind, textKind } from './sentences.ts';
import { writeText } from './write-text.ts';

const code = () => makeDeliveryCode(new Uint8Array(9).fill(7));
const at = (text: string): Instant => Date.parse(text) as Instant;

const partsOf = (language: Language, arrival: string, now: string) => ({
  kind: 'code' as const,
  sender: 'Nordpost',
  language,
  texts: {},
  arrival: at(arrival),
  timeZone: 'Europe/Berlin',
  now: at(now),
  link: null,
});
const write = (language: Language, arrival: string, now: string, more = {}) =>
  writeText({ ...partsOf(language, arrival, now), ...more }, code());

describe('a message', () => {
  it.each<[Language, string]>([
    ['en', 'Nordpost: your parcel comes today, 13:00-15:00. Show this code'],
    ['de', 'Nordpost: Ihr Paket kommt heute, 13-15 Uhr. Zeigen Sie'],
    ['fr', "Nordpost : votre colis arrive aujourd'hui, 13h-15h. Ne montrez"],
    ['es', 'Nordpost: su paquete llega hoy de 13 a 15 h. Enseñe'],
    ['pl', 'Nordpost: paczka dotrze dzis w godz. 13-15. Pokaz'],
    ['ar', 'طرد Nordpost اليوم بين 13:00 و15:00. لا'],
  ])('says in %s when the parcel comes, by the depot’s clock', (language, begins) => {
    const text = write(language, '2026-08-14T12:02:00Z', '2026-08-14T10:00:00Z');
    expect(text.slice(0, begins.length)).toBe(begins);
  });

  it('says the day if it is not today where the depot is', () => {
    const evening = '2026-08-13T21:59:00Z';
    const days = languages.options.map((one) => write(one, '2026-08-14T12:02:00Z', evening));
    for (const [index, day] of [
      'on 14 Aug',
      'am 14.8.',
      'le 14/8',
      'el 14/8',
      '14.08.',
      'يوم 14/8',
    ].entries()) {
      expect(days[index]).toContain(day);
    }
    expect(write('en', '2026-08-14T12:02:00Z', '2026-08-13T22:01:00Z')).toContain('today');
  });

  it('ends with the code and the link, each on a line of its own', () => {
    const link = 'https://nord.example/#AAAAAAAAAA';
    const lines = write('en', '2026-08-14T12:02:00Z', '2026-08-14T10:00:00Z', { link }).split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/);
    expect(lines[2]).toBe(link);
  });

  it('has the depot’s own words, where it has any in this language', () => {
    const texts = { code: { de: '{sender}: Paket {day}, {window}. {sender} sagt danke:' } };
    const of = (one: Language) =>
      write(one, '2026-08-14T12:02:00Z', '2026-08-14T10:00:00Z', { texts }).split('\n')[0];
    expect(of('de')).toBe('Nordpost: Paket heute, 13-15 Uhr. Nordpost sagt danke:');
    expect(of('en')).toContain('your parcel comes');
  });

  it('takes no gap out of a sender’s name', () => {
    const text = write('en', '2026-08-14T12:02:00Z', '2026-08-14T10:00:00Z', { sender: '{day}' });
    expect(text.startsWith('{day}: your parcel comes today')).toBe(true);
  });

  it('says in its own words what has changed, without a code', () => {
    const change = (kind: TextKind, one: Language) =>
      writeText({ ...partsOf(one, '2026-08-14T12:02:00Z', '2026-08-14T10:00:00Z'), kind }, null);
    expect(change('time-changed', 'en')).toBe(
      'Nordpost: the time has changed. Your parcel now comes today, 13:00-15:00. The code you have still works.',
    );
    expect(change('code-follows', 'fr')).toBe(
      "Nordpost : changement d'horaire. Votre colis arrive aujourd'hui, 13h-15h. Votre code n'est plus valable, vous en recevrez un nouveau.",
    );
    expect(change('cancelled', 'de')).toBe(
      'Nordpost: Ihre Lieferung heute, 13-15 Uhr, entfällt. Ihr Code gilt nicht mehr.',
    );
    const all = textKind.options.flatMap((kind) =>
      languages.options.map((one) => change(kind, one)),
    );
    expect(new Set(all).size).toBe(all.length);
    for (const text of all) expect(text).not.toMatch(/[{}]/);
  });

  it.each(textKind.options)(
    'is one message on every day of a year, with the longest sender and a short address; two in Arabic: %s',
    (kind) => {
      const link = 'https://nord.example/c/#1REhSi6GWDHessU2zJF0HCQ2wCQ';
      const hasCode = kind === 'code' || kind === 'void';
      for (const one of languages.options) {
        for (let day = 0; day < 366; day++) {
          for (const hour of [0, 9, 20]) {
            for (const later of [2 * HOUR, DAY]) {
              const now = at('2027-12-31T00:00:00Z') + day * DAY + hour * HOUR;
              const text = writeText(
                {
                  kind,
                  sender: 'Nordpost 24',
                  language: one,
                  texts: {},
                  arrival: (now + later) as Instant,
                  timeZone: 'Europe/Berlin',
                  now: now as Instant,
                  link,
                },
                hasCode ? code() : null,
              );
              const { encoding, parts } = segmentsOf(text);
              const expected = one === 'ar' ? ['ucs2', 2] : ['gsm', 1];
              const found = [encoding, one === 'ar' && parts.length < 2 ? 2 : parts.length];
              expect([one, text, ...found]).toEqual([one, text, ...expected]);
            }
          }
        }
      }
    },
  );
});

describe('the window', () => {
  it('begins on a full hour, and has the arrival half an hour or more inside', () => {
    for (const timeZone of [
      'Europe/Berlin',
      'Asia/Kolkata',
      'Asia/Kathmandu',
      'America/St_Johns',
    ]) {
      for (let minute = 0; minute < 24 * 60; minute += 7) {
        const arrival = (at('2026-08-14T00:00:00Z') + minute * MINUTE) as Instant;
        const { from, to } = localWindow(arrival, timeZone, arrival);
        const [hour = 0, past = 0] = new Intl.DateTimeFormat('en-GB', {
          timeZone,
          hour: '2-digit',
          minute: '2-digit',
        })
          .format(arrival)
          .split(':')
          .map(Number);
        const inside = ((hour - from + 24) % 24) * 60 + past;
        expect(inside).toBeGreaterThanOrEqual(30);
        expect(inside).toBeLessThanOrEqual(90);
        expect((to - from + 24) % 24).toBe(2);
      }
    }
  });

  it('says what the clocks show in a night when they are changed', () => {
    const window = (arrival: string) => {
      const { from, to } = localWindow(at(arrival), 'Europe/Berlin', at(arrival));
      return [from, to];
    };
    // Forward at 2: from 1 on, two hours later is 4. Back at 3: from 1 on, two hours later is 2.
    expect(window('2026-03-29T01:00:00Z')).toEqual([1, 4]);
    expect(window('2026-10-25T00:00:00Z')).toEqual([1, 2]);
  });
});
