import type { Words } from './words.ts';

export const pl: Words = {
  name: 'Polski',
  dateTag: 'pl',
  language: 'Język',
  title: 'Twoja paczka',
  comes: {
    today: 'Twoja paczka dotrze dziś',
    tomorrow: 'Twoja paczka dotrze jutro',
    other: 'Twoja paczka jest w drodze',
    past: 'Twoja paczka miała dotrzeć',
  },
  about: (time) => `około ${time}`,
  between: (from, to) => `${from}–${to}`,
  elsewhere: 'Godzina w miejscu dostawy.',
  onlyWhenSeen: 'Pokaż kurierowi ten kod dopiero, gdy zobaczysz swoją paczkę.',
  qr: 'Kod QR dla skanera kuriera',
  code: 'Lub przeczytaj na głos',
  validUntil: (moment) => `Ważny do: ${moment}`,
  over: (moment) => `Ten kod jest już nieważny. Był ważny do: ${moment}.`,
  overNext: 'Jeśli masz nowszą wiadomość, użyj kodu z tej wiadomości.',
  at: {
    today: (time) => `dziś o ${time}`,
    tomorrow: (time) => `jutro o ${time}`,
    other: (date, time) => `${date}, ${time}`,
  },
  delivery: 'Przesyłka',
  share: {
    title: 'Paczkę odbiera ktoś inny?',
    about:
      'Wyślij tej osobie tę stronę. Każdy, kto ma kod, może odebrać twoją paczkę: wysyłaj go tylko zaufanym osobom.',
    send: 'Wyślij sąsiadowi',
    copy: 'Kopiuj link',
    copied: 'Skopiowano link. Wklej go do wiadomości.',
    byHand: 'Skopiuj ten link i wyślij go:',
    message:
      'Proszę o odebranie mojej paczki. Ta strona zawiera kod dla kuriera. Kod należy pokazać dopiero, gdy widać paczkę.',
  },
  nobodyHome: {
    title: 'Nikogo nie ma w domu?',
    about:
      'Kurier potrzebuje tego kodu, żeby wydać paczkę, także sąsiadowi. Bez kodu zabiera paczkę z powrotem, a firma kurierska powie, co dalej.',
  },
  privacy:
    'Twój kod jest tylko w tym linku. Ta strona nie używa plików cookie i niczego nie przekazuje.',
  problem: {
    none: {
      what: 'Otwórz link z wiadomości',
      next: 'Ta strona pokazuje kod do twojej paczki. Potrzebuje całego linku z wiadomości.',
    },
    newer: {
      what: 'Ta strona jest nieaktualna',
      next: 'Odśwież ją. Jeśli to nie pomoże, użyj kodu z wiadomości.',
    },
    damaged: {
      what: 'Ten link jest niepełny lub zmieniony',
      next: 'Otwórz link z wiadomości jeszcze raz. Kod jest też w wiadomości.',
    },
  },
};
