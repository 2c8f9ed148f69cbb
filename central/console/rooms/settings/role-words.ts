import type { TFunction } from 'i18next';

/** What people are; the one who may least comes first, so that nobody is let in for more by haste. */
export const ROLES = ['depot', 'dispatcher', 'it', 'auditor', 'admin'] as const;

/** What integrations may do, as the API names it. */
export const RIGHTS = [
  ...(['look', 'deliveries', 'codes', 'settle', 'proof', 'terminals', 'crew'] as const),
  ...(['tokens', 'settings', 'erase', 'audit', 'operators'] as const),
] as const;

/** What a role or a right is called. */
export const roleWords = (name: string, t: TFunction): string => {
  const role = ROLES.find((one) => one === name);
  if (role !== undefined) return t(`settings.role.${role}`);
  const right = RIGHTS.find((one) => one === name);
  return right === undefined ? name : t(`settings.right.${right}`);
};
