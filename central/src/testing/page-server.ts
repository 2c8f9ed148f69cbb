import Fastify from 'fastify';
import { makeDeliveryCode } from '../../../shared/protocol/code/delivery-code.ts';
import type { Instant, ShortId } from '../../../shared/protocol/ids.ts';
import { BUILT_PAGE, readCustomerPage } from '../customer-page/customer-page.ts';
import { type LinkFacts, pageLink } from '../customer-page/page-link.ts';
import { PAGE_PATH, registerCustomerPage } from '../customer-page/page-routes.ts';

const HOUR = 3_600_000;

export type Asked = {
  readonly url: string;
  readonly referer: string | undefined;
  readonly cookie: string | undefined;
};

/** The built page as central serves it, without the rest of central. */
export interface PageServer {
  /** A link: for a parcel that comes in the next hours, unless told otherwise. */
  readonly link: (facts?: Partial<LinkFacts>) => string;
  /** The page's address, for fragments of any other kind. */
  readonly page: string;
  /** What browsers have asked for. */
  readonly asked: readonly Asked[];
  readonly stop: () => Promise<void>;
}

export const CODE = { shortId: '7K2QF9', shown: 'M7QD9-2MX4B', qr: 'KS1/7K2QF9/M7QD92MX4B' };

const usual = (now: number): LinkFacts => ({
  shortId: CODE.shortId as ShortId,
  code: makeDeliveryCode(Uint8Array.from([20, 7, 23, 13, 9, 2, 20, 29, 4])),
  from: (now + HOUR) as Instant,
  to: (now + 3 * HOUR) as Instant,
  notAfter: (now + 8 * HOUR) as Instant,
  language: null,
  timeZone: 'Europe/Berlin',
});

export const startPageServer = async (): Promise<PageServer> => {
  const asked: Asked[] = [];
  const app = Fastify({ forceCloseConnections: true });
  app.addHook('onRequest', async ({ url, headers: { referer, cookie } }) => {
    asked.push({ url, referer, cookie });
  });
  const built = await readCustomerPage(BUILT_PAGE);
  if (built === null) throw new Error("the customer's page has not been built");
  registerCustomerPage(app, built);
  const page = `${await app.listen({ host: '127.0.0.1', port: 0 })}${PAGE_PATH}`;
  return {
    page,
    asked,
    link: (facts = {}) => {
      const link = pageLink(page, { ...usual(Date.now()), ...facts });
      if (link === null) throw new Error('there is no link that says this');
      return link;
    },
    stop: () => app.close(),
  };
};
