import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Callback, MessageProvider } from '../message-provider.ts';

type Heard = NonNullable<ReturnType<MessageProvider['readCallback']>>;

/** Where providers call back, as central's report addresses are. */
export type ReportAddress = {
  readonly urlOf: (id: string) => string;
  readonly callbacks: () => readonly (Callback & { readonly of: string })[];
  readonly heard: (provider: MessageProvider) => readonly (Heard & { readonly of: string })[];
  readonly stop: () => Promise<void>;
};

export const openReportAddress = async (): Promise<ReportAddress> => {
  const callbacks: (Callback & { readonly of: string })[] = [];
  let base = '';
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const url = new URL(request.url ?? '/', base);
    callbacks.push({
      of: url.pathname.slice(1),
      url: url.toString(),
      headers: request.headers as Record<string, string>,
      query: Object.fromEntries(url.searchParams),
      body: Object.fromEntries(new URLSearchParams(text)),
    });
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    urlOf: (id) => `${base}/${id}`,
    callbacks: () => callbacks,
    heard: (provider) =>
      callbacks.flatMap((callback) => {
        const read = provider.readCallback(callback);
        return read === null ? [] : [{ ...read, of: callback.of }];
      }),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
