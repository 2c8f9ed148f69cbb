import type { DepotTimes } from './depot-times.ts';
import type { DepotView } from './find.ts';
import type { DeliveryView } from './find-delivery.ts';
import { describeFacts, type StopFacts } from './instruct-commands.ts';
import { printable, table, whenIn } from './output.ts';

const messageOf = (
  { issue, status }: DeliveryView,
  at: (instant: number | null) => string | null,
): string => {
  if (issue === null) return status === 'open' ? 'no code yet' : '–';
  const { sms, smsDue, smsSentAt } = issue;
  if (sms === 'none') return 'none: the customer has a token';
  if (sms === 'waiting') return `due ${at(smsDue)}`;
  return sms === 'sent' ? `sent ${at(smsSentAt)}` : sms;
};

/** How a delivery stands, with why it ended so. */
export const statusOf = ({ status, exception }: DeliveryView): string =>
  exception === null ? status : `${status} (${exception})`;

/** The stops of routes, each in the time of its depot. */
export const showDeliveries = (
  deliveries: readonly DeliveryView[],
  { at }: Pick<DepotTimes, 'at'>,
  none: string,
): string =>
  table(
    ['route', 'stop', 'delivery', 'customer', 'arrival', 'status', 'message'],
    deliveries.map((d) => [
      d.route.name,
      d.position,
      // A reference names an open one alone.
      d.status === 'open' ? d.shortId : d.id,
      d.customer,
      at(d.depot, d.arrival),
      statusOf(d),
      messageOf(d, (instant) => at(d.depot, instant)),
    ]),
    none,
  );

/** One delivery, in the depot's time. */
export const showDelivery = (
  d: DeliveryView,
  facts: StopFacts,
  { timeZone }: Pick<DepotView, 'timeZone'>,
): string =>
  [
    `${d.shortId} (${d.id})`,
    `status: ${statusOf(d)}`,
    `version: ${d.version}`,
    `route: ${d.route.name} of ${d.route.day}, stop ${d.position}`,
    `customer: ${d.customer}`,
    `address: ${d.address.join(', ')}`,
    `language: ${d.language ?? 'as the depot'}`,
    `arrival: ${whenIn(d.arrival, timeZone)}`,
    `code good: ${whenIn(d.notBefore, timeZone)} to ${whenIn(d.notAfter, timeZone)}`,
    `parcels: ${d.parcels.join(', ')}`,
    ...(d.kept.length === 0 ? [] : [`not handed over: ${d.kept.join(', ')}`]),
    ...describeFacts(facts),
    ...(d.token === null ? [] : [`token: ${d.token.serial}`]),
    `code number: ${d.issue?.epoch ?? '–'}`,
    `message: ${messageOf(d, (instant) => whenIn(instant, timeZone))}`,
    `times are of ${timeZone}`,
  ]
    .map(printable)
    .join('\n');
