import type { Words } from './words.ts';

export const en: Words = {
  name: 'English',
  dateTag: 'en-GB',
  language: 'Language',
  title: 'Your parcel',
  comes: {
    today: 'Your parcel comes today',
    tomorrow: 'Your parcel comes tomorrow',
    other: 'Your parcel is on its way',
    past: 'Your parcel was expected',
  },
  about: (time) => `about ${time}`,
  between: (from, to) => `${from}–${to}`,
  elsewhere: 'The time at the delivery address.',
  onlyWhenSeen: 'Show the driver this code only when you see your parcel.',
  qr: "QR code for the driver's scanner",
  code: 'Or read it out',
  validUntil: (moment) => `Valid until ${moment}`,
  over: (moment) => `This code is no longer valid. It ended ${moment}.`,
  overNext: 'If you got a newer message, use the code in that one.',
  at: {
    today: (time) => `today at ${time}`,
    tomorrow: (time) => `tomorrow at ${time}`,
    other: (date, time) => `${date} at ${time}`,
  },
  delivery: 'Delivery',
  share: {
    title: 'Is someone else taking the parcel?',
    about:
      'Send them this page. Whoever has the code can receive your parcel, so send it only to people you trust.',
    send: 'Send to a neighbour',
    copy: 'Copy the link',
    copied: 'Link copied. Paste it into a message.',
    byHand: 'Copy this link and send it:',
    message:
      'Please take my parcel. This page shows the code for the driver. Show it only when you see the parcel.',
  },
  nobodyHome: {
    title: 'Nobody home?',
    about:
      'The driver needs this code to hand the parcel over, to a neighbour as well. Without it, the driver takes the parcel away again, and the delivery company tells you what happens next.',
  },
  privacy: 'Your code is only in this link. This page sets no cookies and passes nothing on.',
  problem: {
    none: {
      what: 'Open the link in your message',
      next: 'This page shows the code for your parcel. It needs the whole link from your message.',
    },
    newer: {
      what: 'This page is out of date',
      next: 'Reload it. If that does not help, use the code in your message.',
    },
    damaged: {
      what: 'This link is incomplete or changed',
      next: 'Open the link in your message again. The code is in the message as well.',
    },
  },
};
