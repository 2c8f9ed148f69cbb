import { id, word } from './fill-depot.ts';

/** A list or a search as it is asked, and the one look into an index that it cannot do without. */
export type List = {
  readonly name: string;
  /** With a depot and a limit of its own. */
  readonly path: string;
  /** $1 is the depot, $2 how many rows. */
  readonly sql: string;
  /** Signatures that are checked for each row. */
  readonly signatures: number;
};

/** So many rows are on a page. */
export const ROWS = 100;

type Samples = {
  readonly terminal: string;
  readonly route: string;
  readonly day: string;
  readonly lastName: string;
  readonly phone: string;
  readonly label: string;
  readonly open: string;
  readonly deep: { readonly at: number; readonly terminal: string; readonly sequence: number };
};

/** SQL: what of the filled depot the searches look for. */
export const SAMPLES = `select ${id('terminal', '3')} as terminal, ${id('route', '1')} as route,
  (select day::text from route where depot = $1 order by day desc limit 1) as day,
  ${word('last', '7')} as "lastName", '0000007' as phone, 'PK00000007' as label,
  (select short_id from delivery where depot = $1 and status = 'open' limit 1) as open,
  (select jsonb_build_object('at', round(extract(epoch from received_at) * 1000),
     'terminal', terminal, 'sequence', sequence)
   from entry where depot = $1 and kind = 'hand-over'
   order by received_at desc offset (select count(*) / 2 from hand_over where depot = $1) limit 1) as deep`;

const cursorOf = (...key: readonly unknown[]): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url');

const NEWEST = 'order by received_at desc, terminal desc, sequence desc limit $2';

/** Every list and search of the operators' interface, over what `fillDepot` made. */
export const listsOf = (depot: string, samples: Samples): readonly List[] => {
  const { terminal, route, day, lastName, phone, label, open, deep } = samples;
  const of = `depot=${depot}&limit=${ROWS}`;
  const entries = (kind: string, more = ''): string =>
    `select entry, signature, received_at from entry where depot = $1 and kind in (${kind}) ${more} ${NEWEST}`;
  const from = `and (received_at, terminal, sequence) < (to_timestamp(${deep.at} / 1000.0), '${deep.terminal}', ${deep.sequence})`;
  const list = (name: string, path: string, sql: string, signatures = 0): List => ({
    ...{ name, path, sql, signatures },
  });
  const deliveries = 'select * from delivery d where depot = $1';
  const found = (where: string): string =>
    `${deliveries} and ${where} order by arrival desc, id desc limit $2`;
  return [
    list('hand-overs', `/v1/hand-overs?${of}`, entries(`'hand-over'`), 1),
    list(
      'hand-overs-deep',
      `/v1/hand-overs?${of}&cursor=${cursorOf(deep.at, deep.terminal, deep.sequence, 0)}`,
      entries(`'hand-over'`, from),
      1,
    ),
    list('exceptions', `/v1/exceptions?${of}`, entries(`'exception'`)),
    list('sign-ins', `/v1/sign-ins?${of}`, entries(`'signed-in', 'signed-out', 'sign-in-refused'`)),
    list(
      'exceptions-of-terminal',
      `/v1/exceptions?terminal=${terminal}&limit=${ROWS}`,
      entries(`'exception'`, `and terminal = '${terminal}'`),
    ),
    list(
      'findings',
      `/v1/findings?${of}&settled=false`,
      'select * from finding where depot = $1 and settled_at is null order by id desc limit $2',
    ),
    list(
      'messages',
      `/v1/messages?${of}`,
      'select * from message where depot = $1 order by due desc, id desc limit $2',
    ),
    list(
      'messages-failed',
      `/v1/messages?${of}&failed=true`,
      `select m.*, d.short_id from message m join issue i on i.depot = m.depot and i.id = m.issue
         join delivery d on d.depot = i.depot and d.id = i.delivery
       where m.depot = $1 and m.state = 'failed' and not m.over and i.state = 'active'
       order by m.due desc, m.id desc limit $2`,
    ),
    list(
      'routes-of-day',
      `/v1/routes?${of}&day=${day}`,
      `select r.*, (select count(*) from delivery d where d.depot = r.depot and d.route = r.id)
       from route r where depot = $1 and day = '${day}' order by name limit $2`,
    ),
    list(
      'deliveries-of-route',
      `/v1/routes/${route}/deliveries`,
      `${deliveries} and route = '${route}' order by position limit $2 + 900`,
    ),
    list(
      'delivery-by-reference',
      `/v1/deliveries?depot=${depot}&reference=${open}`,
      found(`short_id = '${open}' and status = 'open'`),
    ),
    list(
      'search-name',
      `/v1/deliveries?${of}&text=${lastName}`,
      found(`searched(customer, address) @@ to_tsquery('simple', '${lastName}:*')`),
    ),
    list(
      'search-phone',
      `/v1/deliveries?${of}&text=${phone}`,
      found(`reverse(phone) like reverse('${phone}') || '%'`),
    ),
    list(
      'search-parcel',
      `/v1/deliveries?${of}&text=${label}`,
      found(
        `id in (select delivery from parcel where depot = $1 and reverse(label) like reverse('${label}') || '%')`,
      ),
    ),
  ];
};
