import type { TFunction } from 'i18next';

export const ROLES = ['admin', 'dispatcher', 'depot', 'it', 'auditor'] as const;
/** What a role is called; a right of an integration has the API's name. */
export const roleWords = (name: string, t: TFunction): string => {
  const role = ROLES.find((one) => one === name);
  return role === undefined ? name : t(`settings.role.${role}`);
};
