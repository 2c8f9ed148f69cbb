import { useChosenDepot } from '../../frame/use-depot.ts';
import { useMay } from '../../frame/use-may.ts';

const OF_DEPOT = [
  { to: '/settings/policy', words: 'settings.section.policy' },
  { to: '/settings/texts', words: 'settings.section.texts' },
  { to: '/settings/webhooks', words: 'settings.section.webhooks' },
  { to: '/settings/retention', words: 'settings.section.retention' },
] as const;
const OF_PEOPLE = [
  { to: '/settings/people', words: 'settings.section.people' },
  { to: '/settings/keys', words: 'settings.section.keys' },
] as const;

/** The parts of the settings that somebody may see, in the order of their list. */
export const useSections = () => {
  const depot = useChosenDepot();
  const mayHaveCrew = useMay('crew', depot?.id ?? null);
  const maySet = useMay('settings', depot?.id ?? null);
  const mayLetIn = useMay('operators', null);
  const mayAudit = useMay('audit', null);
  return [
    { to: '/settings/you', words: 'settings.section.you' } as const,
    ...(mayHaveCrew && depot !== null
      ? [{ to: '/settings/crew', words: 'settings.section.crew' } as const]
      : []),
    ...(maySet ? [{ to: '/settings/depots', words: 'settings.section.depots' } as const] : []),
    ...(maySet && depot !== null ? OF_DEPOT : []),
    ...(mayLetIn ? OF_PEOPLE : []),
    ...(mayAudit ? [{ to: '/settings/audit', words: 'settings.section.audit' } as const] : []),
  ];
};
