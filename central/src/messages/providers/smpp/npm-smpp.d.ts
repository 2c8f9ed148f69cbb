/** What is used of npm's `smpp`, which has no types of its own. */
declare module 'smpp' {
  import type { EventEmitter } from 'node:events';
  import type { Server } from 'node:net';

  export type Pdu = {
    readonly command: string;
    readonly command_status: number;
    readonly sequence_number: number;
    readonly message_id?: unknown;
    readonly esm_class?: number;
    readonly data_coding?: number;
    readonly source_addr?: string;
    readonly destination_addr?: string;
    readonly registered_delivery?: number;
    readonly system_id?: string;
    readonly password?: string;
    readonly short_message?: { readonly message?: unknown; readonly udh?: readonly Buffer[] };
    readonly message_payload?: { readonly message?: unknown };
    readonly receipted_message_id?: unknown;
    readonly message_state?: unknown;
    response(options?: Readonly<Record<string, unknown>>): Pdu;
  };
  type Ask = (options: Readonly<Record<string, unknown>>, answer?: (pdu: Pdu) => void) => boolean;

  export type Session = EventEmitter & {
    readonly bind_transceiver: Ask;
    readonly submit_sm: Ask;
    readonly deliver_sm: Ask;
    readonly enquire_link: Ask;
    readonly unbind: Ask;
    readonly send: (pdu: Pdu) => boolean;
    readonly close: () => void;
    readonly destroy: () => void;
  };

  const smpp: {
    readonly connect: (options: {
      readonly host: string;
      readonly port: number;
      readonly tls: boolean;
    }) => Session;
    readonly createServer: (listener: (session: Session) => void) => Server;
    readonly encodings: {
      readonly ASCII: { readonly encode: (text: string) => Buffer };
    };
  };
  export default smpp;
}
