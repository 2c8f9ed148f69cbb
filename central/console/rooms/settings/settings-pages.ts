import { lazyPage } from '../../components/lazy-part.tsx';

// Each page of the settings, loaded when somebody first opens it.
export const YouPage = lazyPage(() => import('./you/you-page.tsx'), 'YouPage');
export const CrewPage = lazyPage(() => import('./crew/crew-page.tsx'), 'CrewPage');
export const PeoplePage = lazyPage(() => import('./operators/people-page.tsx'), 'PeoplePage');
export const KeysPage = lazyPage(() => import('./operators/keys-page.tsx'), 'KeysPage');
export const DepotsPage = lazyPage(() => import('./depots/depots-page.tsx'), 'DepotsPage');
export const PolicyPage = lazyPage(() => import('./depots/policy-page.tsx'), 'PolicyPage');
export const TextsPage = lazyPage(() => import('./depots/texts-page.tsx'), 'TextsPage');
export const RetentionPage = lazyPage(() => import('./depots/retention-page.tsx'), 'RetentionPage');
export const WebhooksPage = lazyPage(() => import('./webhooks/webhooks-page.tsx'), 'WebhooksPage');
export const WebhookEventsPage = lazyPage(
  () => import('./webhooks/webhook-events-page.tsx'),
  'WebhookEventsPage',
);
export const AuditPage = lazyPage(() => import('./audit/audit-page.tsx'), 'AuditPage');

/** What the audit's address says of which acts are looked at. */
export const auditSearch = ({
  act,
  of,
}: Record<string, unknown>): {
  readonly act?: string | undefined;
  readonly of?: string | undefined;
} => ({
  ...(typeof act === 'string' ? { act } : {}),
  ...(typeof of === 'string' ? { of } : {}),
});
