import type { Words } from './words.ts';

export const es: Words = {
  name: 'Español',
  dateTag: 'es',
  language: 'Idioma',
  title: 'Su paquete',
  comes: {
    today: 'Su paquete llega hoy',
    tomorrow: 'Su paquete llega mañana',
    other: 'Su paquete está en camino',
    past: 'Su paquete debía llegar',
  },
  about: (time) => `sobre las ${time}`,
  between: (from, to) => `${from}–${to}`,
  elsewhere: 'La hora en la dirección de entrega.',
  onlyWhenSeen: 'Enseñe este código al repartidor solo cuando vea su paquete.',
  qr: 'Código QR para el escáner del repartidor',
  code: 'O léalo en voz alta',
  validUntil: (moment) => `Válido hasta: ${moment}`,
  over: (moment) => `Este código ya no es válido. Caducó: ${moment}.`,
  overNext: 'Si ha recibido un mensaje más reciente, use el código de ese mensaje.',
  at: {
    today: (time) => `hoy a las ${time}`,
    tomorrow: (time) => `mañana a las ${time}`,
    other: (date, time) => `${date}, a las ${time}`,
  },
  delivery: 'Envío',
  share: {
    title: '¿Recoge el paquete otra persona?',
    about:
      'Envíele esta página. Quien tenga el código puede recibir su paquete: envíelo solo a personas de confianza.',
    send: 'Enviar a un vecino',
    copy: 'Copiar el enlace',
    copied: 'Enlace copiado. Péguelo en un mensaje.',
    byHand: 'Copie este enlace y envíelo:',
    message:
      '¿Puede recibir mi paquete? Esta página muestra el código para el repartidor. Enséñelo solo cuando vea el paquete.',
  },
  nobodyHome: {
    title: '¿No hay nadie en casa?',
    about:
      'El repartidor necesita este código para entregar el paquete, también a un vecino. Sin él, se lleva el paquete, y la empresa de reparto le dirá qué hacer.',
  },
  privacy: 'Su código está solo en este enlace. Esta página no usa cookies ni transmite nada.',
  problem: {
    none: {
      what: 'Abra el enlace de su mensaje',
      next: 'Esta página muestra el código de su paquete. Necesita el enlace completo de su mensaje.',
    },
    newer: {
      what: 'Esta página está desactualizada',
      next: 'Vuelva a cargarla. Si no funciona, use el código de su mensaje.',
    },
    damaged: {
      what: 'Este enlace está incompleto o alterado',
      next: 'Abra otra vez el enlace de su mensaje. El código también está en el mensaje.',
    },
  },
};
