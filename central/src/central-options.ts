import type { Argon2Parameters } from '../../shared/protocol/crypto/argon2id.ts';
import type { Now } from './clock.ts';
import type { CertificateFiles } from './http/certificate.ts';
import type { LogLevel } from './http/logging.ts';
import type { MessageProvider } from './messages/message-provider.ts';
import type { MetricsAt } from './monitor/metrics-server.ts';
import type { IdentityProvider, Ports } from './ports.ts';

/** What whoever starts a central may decide. */
export type CentralOptions = {
  /** Where everything is that is not in the database: key, operator's token, outbox. */
  readonly dataFolder: string;
  /** A PostgreSQL to use; without it one is started under `dataFolder`. */
  readonly databaseUrl?: string | undefined;
  /** The same database past a pooler that gives each transaction another connection. */
  readonly directDatabaseUrl?: string | undefined;
  /** For how many milliseconds a start waits for a database that does not answer; not at all by default. */
  readonly databaseWaitMs?: number | undefined;
  /** Hears what a start waits for, before there is a log; a sentence. */
  readonly say?: ((sentence: string) => void) | undefined;
  /** The master key's file; `central.key` in `dataFolder` by default. */
  readonly keyFile?: string | undefined;
  readonly host?: string | undefined;
  /** 0 takes a free port. */
  readonly port?: number | undefined;
  /** What terminals call central by; the listening address by default. */
  readonly publicUrl?: string | undefined;
  /** What customers reach the page for their code by; central's own by default. */
  readonly pageUrl?: string | undefined;
  /** Where people may sign in besides. */
  readonly identityProvider?: IdentityProvider | undefined;
  /** The folder with a signed release of the app that terminals are offered. */
  readonly updatesFolder?: string | undefined;
  /** How many requests of operators are taken a minute, of one and from one address; no limit by default. */
  readonly rateLimits?: Ports['rateLimits'] | undefined;
  /** Hosts that webhooks may lead to though they are inside, or speak http; none by default. */
  readonly webhookHosts?: readonly string[] | undefined;
  /** Whoever takes messages to the network; the development outbox by default. */
  readonly provider?: MessageProvider | undefined;
  /** The time for everything; by default the database's. */
  readonly now?: Now | undefined;
  /** This machine's clock, which runs on from the database's time; anything else is for tests. */
  readonly wallClock?: Now | undefined;
  /** Whether codes are made before terminals ask for them; so by default. */
  readonly sealsAhead?: boolean | undefined;
  /** Argon2id's cost for new codes; anything but the standard is for tests. */
  readonly cost?: Argon2Parameters | undefined;
  /** The certificate to speak https with; without one http, for a proxy in front. */
  readonly tls?: CertificateFiles | undefined;
  /** The addresses and networks of proxies whose `X-Forwarded-…` is believed; nobody's by default. */
  readonly trustedProxies?: readonly string[] | undefined;
  /** Where to tell metrics on a port of their own; else `/metrics` tells this machine. */
  readonly metrics?: MetricsAt | undefined;
  /** The receiver of traces (OTLP over HTTP); by default there are none. */
  readonly tracesTo?: string | undefined;
  readonly logLevel?: LogLevel | undefined;
  /** Whether to log nothing. */
  readonly silent?: boolean | undefined;
};
