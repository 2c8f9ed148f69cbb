import type { DepotView } from './find.ts';
import type { DeliveryView } from './find-delivery.ts';
import { printable, table, whenIn } from './output.ts';

type Issue = DeliveryView['issue'];

const messageOf = (issue: Issue, timeZone: string): string => {
  if (issue === null) return 'no code yet';
  const { sms, smsDue, smsSentAt } = issue;
  if (sms === 'none') return 'none: the customer has a token';
  if (sms === 'waiting') return `due ${whenIn(smsDue, timeZone)}`;
  return sms === 'sent' ? `sent ${whenIn(smsSentAt, timeZone)}` : sms;
};

const statusOf = ({ status, exception }: DeliveryView): string =>
  exception === null ? status : `${status} (${exception})`;

/** The stops of a route, in the depot's time. */
export const showDeliveries = (
  deliveries: readonly DeliveryView[],
  { timeZone }: Pick<DepotView, 'timeZone'>,
): string =>
  table(
    ['stop', 'delivery', 'customer', 'arrival', 'status', 'message'],
    deliveries.map((d) => [
      d.position,
      d.shortId,
      d.customer,
      whenIn(d.arrival, timeZone),
      statusOf(d),
      messageOf(d.issue, timeZone),
    ]),
  );

/** One delivery, in the depot's time. */
export const showDelivery = (d: DeliveryView, { timeZone }: Pick<DepotView, 'timeZone'>): string =>
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
    ...(d.token === null ? [] : [`token: ${d.token.serial}`]),
    `code number: ${d.issue?.epoch ?? '–'}`,
    `message: ${messageOf(d.issue, timeZone)}`,
    `times are of ${timeZone}`,
  ]
    .map(printable)
    .join('\n');
