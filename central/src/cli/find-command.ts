import type { Command } from 'commander';
import type { CommandContext } from './command-context.ts';
import { statusOf } from './delivery-texts.ts';
import { timesOf } from './depot-times.ts';
import { inDepotOrAll } from './find.ts';
import { examples, table } from './output.ts';
import { getList, type PageOptions, type PageQuery, withPages } from './pages.ts';

type Options = PageOptions & { readonly depot?: string; readonly open?: true };

/** `delivery find`: by whatever is known of it. */
export const addFindCommand = (delivery: Command, context: CommandContext): void => {
  withPages(delivery.command('find <text...>'))
    .description(
      "find deliveries by reference, name, house number, the telephone number's or a label's end",
    )
    .option('--open', 'only open ones')
    .option('--depot <depot>', 'name or id')
    .addHelpText(
      'after',
      examples('delivery find okafor', 'delivery find berg 27 --open', 'delivery find 34567'),
    )
    .action(async (words: string[], { depot, open, ...pages }: Options) => {
      const { client, output } = context();
      const query = {
        text: words.join(' '),
        open: open === true,
        ...(await inDepotOrAll(client, depot)),
      };
      const list = await getList(
        (page: PageQuery) =>
          client.GET('/v1/deliveries', { params: { query: { ...query, ...page } } }),
        'deliveries',
        pages,
      );
      const times = await timesOf(client, list.rows);
      output.result(list.document, () => {
        const rows = list.rows.map((d) => [
          d.status === 'open' ? d.shortId : d.id,
          d.customer,
          d.address.join(', '),
          `${d.route.name}, stop ${d.position}`,
          times.at(d.depot, d.arrival),
          statusOf(d),
        ]);
        const heads = ['delivery', 'customer', 'address', 'route', 'arrival', 'status'];
        return table(heads, rows) + list.note + times.note;
      });
    });
};
