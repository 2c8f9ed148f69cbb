import { lazyRouteComponent } from '@tanstack/react-router';

// Each page of the settings, loaded when somebody first opens it.
export const YouPage = lazyRouteComponent(() => import('./you/you-page.tsx'), 'YouPage');
export const PeoplePage = lazyRouteComponent(
  () => import('./operators/people-page.tsx'),
  'PeoplePage',
);
export const KeysPage = lazyRouteComponent(() => import('./operators/keys-page.tsx'), 'KeysPage');
export const DepotsPage = lazyRouteComponent(
  () => import('./depots/depots-page.tsx'),
  'DepotsPage',
);
export const PolicyPage = lazyRouteComponent(
  () => import('./depots/policy-page.tsx'),
  'PolicyPage',
);
export const TextsPage = lazyRouteComponent(() => import('./depots/texts-page.tsx'), 'TextsPage');
export const RetentionPage = lazyRouteComponent(
  () => import('./depots/retention-page.tsx'),
  'RetentionPage',
);
export const WebhooksPage = lazyRouteComponent(
  () => import('./webhooks/webhooks-page.tsx'),
  'WebhooksPage',
);
export const AuditPage = lazyRouteComponent(() => import('./audit/audit-page.tsx'), 'AuditPage');

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
