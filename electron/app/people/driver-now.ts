import { type DriverId, driverId } from '../../../shared/protocol/ids.ts';
import type { KnownMember, Route, Store } from '../ports/store.ts';

/** The driver who has signed in, as long as the depot has not removed them. */
export const signedInDriver = ({ staff }: Store): KnownMember | null => {
  const id = staff.signedIn();
  const member = id === null ? null : staff.byId(id);
  return member === null || member.removed || member.role !== 'driver' ? null : member;
};

/** Whether somebody must sign in before the route is opened: not where the depot has no roster. */
export const mustSignIn = (store: Store): boolean =>
  store.staff.hasDrivers() && signedInDriver(store) === null;

/** Who drives: who has signed in or, where the depot has no roster, the driver of the route at hand. */
export const driverNow = (store: Store, route: Route | null): DriverId | null => {
  if (!store.staff.hasDrivers()) return route?.driver.id ?? null;
  const member = signedInDriver(store);
  return member === null ? null : driverId.parse(member.id);
};
