import type { Words } from './words.ts';

export const fr: Words = {
  name: 'Français',
  dateTag: 'fr',
  language: 'Langue',
  title: 'Votre colis',
  comes: {
    today: 'Votre colis arrive aujourd’hui',
    tomorrow: 'Votre colis arrive demain',
    other: 'Votre colis est en route',
    past: 'Votre colis était attendu',
  },
  about: (time) => `vers ${time}`,
  between: (from, to) => `${from}–${to}`,
  elsewhere: 'L’heure à l’adresse de livraison.',
  onlyWhenSeen: 'Ne montrez ce code au livreur que si vous voyez votre colis.',
  qr: 'Code QR pour le scanner du livreur',
  code: 'Ou à lire à voix haute',
  validUntil: (moment) => `Fin de validité\u00a0: ${moment}`,
  over: (moment) => `Ce code n’est plus valable. Fin de validité\u00a0: ${moment}.`,
  overNext: 'Si vous avez reçu un message plus récent, utilisez le code qu’il contient.',
  at: {
    today: (time) => `aujourd’hui à ${time}`,
    tomorrow: (time) => `demain à ${time}`,
    other: (date, time) => `${date} à ${time}`,
  },
  delivery: 'Envoi',
  share: {
    title: 'Quelqu’un d’autre prend le colis\u00a0?',
    about:
      'Envoyez-lui cette page. Toute personne qui a le code peut recevoir votre colis\u00a0: ne l’envoyez qu’à des personnes de confiance.',
    send: 'Envoyer à un voisin',
    copy: 'Copier le lien',
    copied: 'Lien copié. Collez-le dans un message.',
    byHand: 'Copiez ce lien et envoyez-le\u00a0:',
    message:
      'Pouvez-vous prendre mon colis\u00a0? Cette page contient le code pour le livreur. Ne le montrez que si vous voyez le colis.',
  },
  nobodyHome: {
    title: 'Personne à la maison\u00a0?',
    about:
      'Le livreur a besoin de ce code pour remettre le colis, même à un voisin. Sans code, il repart avec le colis, et l’entreprise de livraison vous indique la suite.',
  },
  privacy:
    'Votre code est uniquement dans ce lien. Cette page n’utilise pas de cookies et ne transmet rien.',
  problem: {
    none: {
      what: 'Ouvrez le lien de votre message',
      next: 'Cette page affiche le code de votre colis. Il lui faut le lien complet de votre message.',
    },
    newer: {
      what: 'Cette page n’est pas à jour',
      next: 'Rechargez-la. Si cela ne suffit pas, utilisez le code de votre message.',
    },
    damaged: {
      what: 'Ce lien est incomplet ou modifié',
      next: 'Ouvrez de nouveau le lien de votre message. Le code est aussi dans le message.',
    },
  },
};
