import type { Words } from './words.ts';

export const de: Words = {
  name: 'Deutsch',
  dateTag: 'de',
  language: 'Sprache',
  title: 'Ihr Paket',
  comes: {
    today: 'Ihr Paket kommt heute',
    tomorrow: 'Ihr Paket kommt morgen',
    other: 'Ihr Paket ist unterwegs',
    past: 'Ihr Paket wurde erwartet',
  },
  about: (time) => `gegen ${time} Uhr`,
  between: (from, to) => `${from}–${to} Uhr`,
  elsewhere: 'Die Uhrzeit am Lieferort.',
  onlyWhenSeen: 'Zeigen Sie dem Fahrer diesen Code erst, wenn Sie Ihr Paket sehen.',
  qr: 'QR-Code für den Scanner des Fahrers',
  code: 'Oder vorlesen',
  validUntil: (moment) => `Gültig bis ${moment}`,
  over: (moment) => `Dieser Code gilt nicht mehr. Er galt bis ${moment}.`,
  overNext: 'Wenn Sie eine neuere Nachricht haben, gilt der Code darin.',
  at: {
    today: (time) => `heute um ${time} Uhr`,
    tomorrow: (time) => `morgen um ${time} Uhr`,
    other: (date, time) => `${date} um ${time} Uhr`,
  },
  delivery: 'Sendung',
  share: {
    title: 'Nimmt jemand anderes das Paket an?',
    about:
      'Schicken Sie ihm diese Seite. Wer den Code hat, kann Ihr Paket annehmen: Schicken Sie ihn nur an Menschen, denen Sie vertrauen.',
    send: 'An Nachbarn schicken',
    copy: 'Link kopieren',
    copied: 'Link kopiert. Fügen Sie ihn in eine Nachricht ein.',
    byHand: 'Kopieren Sie diesen Link und schicken Sie ihn:',
    message:
      'Bitte nehmen Sie mein Paket an. Diese Seite zeigt den Code für den Fahrer. Zeigen Sie ihn erst, wenn Sie das Paket sehen.',
  },
  nobodyHome: {
    title: 'Niemand zu Hause?',
    about:
      'Der Fahrer braucht diesen Code für die Übergabe, auch an Nachbarn. Ohne ihn nimmt der Fahrer das Paket wieder mit, und der Lieferdienst sagt Ihnen, wie es weitergeht.',
  },
  privacy:
    'Ihr Code steht nur in diesem Link. Diese Seite setzt keine Cookies und gibt nichts weiter.',
  problem: {
    none: {
      what: 'Öffnen Sie den Link in Ihrer Nachricht',
      next: 'Diese Seite zeigt den Code für Ihr Paket. Sie braucht den ganzen Link aus Ihrer Nachricht.',
    },
    newer: {
      what: 'Diese Seite ist veraltet',
      next: 'Laden Sie sie neu. Hilft das nicht, nehmen Sie den Code in Ihrer Nachricht.',
    },
    damaged: {
      what: 'Dieser Link ist unvollständig oder verändert',
      next: 'Öffnen Sie den Link in Ihrer Nachricht noch einmal. Der Code steht auch in der Nachricht.',
    },
  },
};
