import { connect, createServer, type Socket } from 'node:net';

/** An address that leads to one of several servers, as HAProxy in front of PostgreSQL does. */
export type Switchboard = {
  readonly port: number;
  /** New connections lead there from now on; null: nobody answers. Those that there are are cut. */
  readonly leadTo: (port: number | null) => void;
  /** Nothing passes in either direction until it is called again with false. */
  readonly hold: (held: boolean) => void;
  /** Cuts every connection that there is. */
  readonly cut: () => void;
  readonly stop: () => Promise<void>;
};

/** Opens one on the loopback interface. */
export const openSwitchboard = async (): Promise<Switchboard> => {
  let target: number | null = null;
  let isHeld = false;
  const pairs = new Set<readonly [Socket, Socket]>();
  const join = ([one, other]: readonly [Socket, Socket]): void => {
    one.pipe(other);
    other.pipe(one);
  };
  const server = createServer((caller) => {
    caller.on('error', () => caller.destroy());
    if (target === null) return caller.destroy();
    const called = connect(target, '127.0.0.1');
    called.on('error', () => called.destroy());
    const pair = [caller, called] as const;
    pairs.add(pair);
    for (const [one, other] of [pair, [called, caller] as const]) {
      one.once('close', () => {
        other.destroy();
        pairs.delete(pair);
      });
    }
    if (!isHeld) join(pair);
    return undefined;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const cut = (): void => {
    for (const pair of pairs) for (const socket of pair) socket.destroy();
  };
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    leadTo: (port) => {
      target = port;
      cut();
    },
    hold: (held) => {
      if (held === isHeld) return;
      isHeld = held;
      for (const pair of pairs) {
        if (held) for (const socket of pair) socket.unpipe();
        else join(pair);
      }
    },
    cut,
    stop: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
