/** The parts of the settings that somebody may see, in the order of their list. */
export const useSections = () => [{ to: '/settings/you', words: 'settings.section.you' }] as const;
