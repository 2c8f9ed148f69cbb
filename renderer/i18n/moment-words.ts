/**
 * How days and moments are said, in the terminal and in the console: `{{time}}` and `{{date}}` come from
 * `moment.ts`.
 */
export const MOMENT_WORDS = {
  en: {
    day: { today: 'today', yesterday: 'yesterday', tomorrow: 'tomorrow' },
    moment: {
      today: 'today {{time}}',
      yesterday: 'yesterday {{time}}',
      tomorrow: 'tomorrow {{time}}',
      other: '{{date}}, {{time}}',
    },
    momentAt: {
      today: 'today at {{time}}',
      yesterday: 'yesterday at {{time}}',
      tomorrow: 'tomorrow at {{time}}',
      other: '{{date}} at {{time}}',
    },
  },
  de: {
    day: {
      today: 'heute',
      yesterday: 'gestern',
      tomorrow: 'morgen',
    },
    moment: {
      today: 'heute {{time}}',
      yesterday: 'gestern {{time}}',
      tomorrow: 'morgen {{time}}',
      other: '{{date}}, {{time}}',
    },
    momentAt: {
      today: 'heute um {{time}}',
      yesterday: 'gestern um {{time}}',
      tomorrow: 'morgen um {{time}}',
      other: '{{date}} um {{time}}',
    },
  },
  fr: {
    day: {
      today: 'aujourd’hui',
      yesterday: 'hier',
      tomorrow: 'demain',
    },
    moment: {
      today: 'aujourd’hui {{time}}',
      yesterday: 'hier {{time}}',
      tomorrow: 'demain {{time}}',
      other: '{{date}}, {{time}}',
    },
    momentAt: {
      today: 'aujourd’hui à {{time}}',
      yesterday: 'hier à {{time}}',
      tomorrow: 'demain à {{time}}',
      other: '{{date}} à {{time}}',
    },
  },
  es: {
    day: { today: 'hoy', yesterday: 'ayer', tomorrow: 'mañana' },
    moment: {
      today: 'hoy {{time}}',
      yesterday: 'ayer {{time}}',
      tomorrow: 'mañana {{time}}',
      other: '{{date}}, {{time}}',
    },
    momentAt: {
      today: 'hoy a las {{time}}',
      yesterday: 'ayer a las {{time}}',
      tomorrow: 'mañana a las {{time}}',
      other: '{{date}} a las {{time}}',
    },
  },
  pl: {
    day: {
      today: 'dziś',
      yesterday: 'wczoraj',
      tomorrow: 'jutro',
    },
    moment: {
      today: 'dziś {{time}}',
      yesterday: 'wczoraj {{time}}',
      tomorrow: 'jutro {{time}}',
      other: '{{date}}, {{time}}',
    },
    momentAt: {
      today: 'dziś o {{time}}',
      yesterday: 'wczoraj o {{time}}',
      tomorrow: 'jutro o {{time}}',
      other: '{{date}} o {{time}}',
    },
  },
  ar: {
    day: { today: 'اليوم', yesterday: 'أمس', tomorrow: 'غدًا' },
    moment: {
      today: 'اليوم {{time}}',
      yesterday: 'أمس {{time}}',
      tomorrow: 'غدًا {{time}}',
      other: '{{date}}، {{time}}',
    },
    momentAt: {
      today: 'اليوم الساعة {{time}}',
      yesterday: 'أمس الساعة {{time}}',
      tomorrow: 'غدًا الساعة {{time}}',
      other: '{{date}} الساعة {{time}}',
    },
  },
} as const;
