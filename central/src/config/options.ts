import { z } from 'zod';
import { LOG_LEVELS } from '../http/logging.ts';
import { network, option, port, publicAddress, text } from './option.ts';

const REQUESTS = 'must be a whole number from 0 to 1000000';
const requests = z.int(REQUESTS).min(0, REQUESTS).max(1_000_000, REQUESTS);

const WAIT = 'must be a whole number of seconds from 0 to 3600';

export const OUTBOX = 'outbox';

/**
 * Everything that an operator can set, by its name in the file (`group.name`), in the order of the
 * example. None is a secret: what is secret is in a file of its own, and an option names that file.
 */
export const OPTIONS = {
  'server.host': option(
    'HOST',
    text.default('127.0.0.1'),
    'The address that central listens on. By default only this machine can reach it; 0.0.0.0 is every address that the machine has.',
    '0.0.0.0',
  ),
  'server.port': option(
    'PORT',
    port.default(8443),
    'The port that central listens on. 0 takes a free one.',
    8443,
    { reading: 'number' },
  ),
  'server.public_url': option(
    'KERBSIDE_PUBLIC_URL',
    publicAddress.optional(),
    'What terminals, providers and people call central by, from outside. Enrolment codes contain it: a terminal keeps it for good. By default the address that central listens on.',
    'https://kerbside.example',
  ),
  'server.page_url': option(
    'KERBSIDE_PAGE_URL',
    z
      .url({ protocol: /^https?$/, error: 'must be an address that begins with https://' })
      .refine((url) => !/[?#]/.test(url), 'must have no ? and no #')
      .optional(),
    "Where customers find the page for their code; each message links to it. By default central's own, with /c/ behind public_url.",
    'https://parcels.example/c/',
  ),
  'server.updates': option(
    'KERBSIDE_UPDATES',
    text.optional(),
    'The folder with a signed release of the app that terminals are offered.',
    '/srv/kerbside/updates',
    { leads: 'place' },
  ),
  'tls.certificate': option(
    'KERBSIDE_TLS_CERTIFICATE',
    text.optional(),
    'The certificate that central answers with, in PEM, with those between it and its authority. With it central speaks https; without it http, for a proxy in front. A new one in its place is used within half a minute.',
    '/etc/kerbside/tls.pem',
    { leads: 'file' },
  ),
  'tls.key': option(
    'KERBSIDE_TLS_KEY',
    text.optional(),
    'The key of that certificate, in PEM and without a password.',
    '/etc/kerbside/tls.key',
    { leads: 'secret' },
  ),
  'proxy.trusted': option(
    'KERBSIDE_TRUSTED_PROXIES',
    z.array(network, 'must be a list').default([]),
    'The proxies in front of central. Only what comes from them may say, by X-Forwarded-For, -Host and -Proto, who has asked, and how; from anybody else these are ignored. The header Forwarded is ignored from all.',
    ['10.0.0.5', '10.1.0.0/24'],
    { reading: 'list' },
  ),
  'trust.authorities': option(
    'KERBSIDE_AUTHORITIES',
    z.array(text, 'must be a list').default([]),
    "Files with authorities, in PEM, that central trusts where it asks others by TLS: the database, providers. Those of the system's store are trusted as well.",
    ['/etc/kerbside/company-ca.pem'],
    { reading: 'list', leads: 'file' },
  ),
  'data.folder': option(
    'KERBSIDE_DATA',
    text.default('./.kerbside'),
    'Where central keeps what is not in the database: its master key, the first key of an operator, and the PostgreSQL for trying out.',
    '/var/lib/kerbside',
    { leads: 'place' },
  ),
  'data.key_file': option(
    'KERBSIDE_KEY_FILE',
    text.optional(),
    'The file with the master key, which opens the keys in the database. It is made at the first start, central.key in the folder above by default. Back it up apart from the database.',
    '/etc/kerbside/central.key',
    { leads: 'place' },
  ),
  'database.url': option(
    'DATABASE_URL',
    z
      .url({
        protocol: /^postgres(ql)?$/,
        error: 'must be an address that begins with postgres://',
      })
      .optional(),
    'The PostgreSQL to use, without its password. Without it central runs one of its own in its folder, which is for trying out.',
    'postgres://kerbside@db.example:6432/kerbside',
  ),
  'database.direct_url': option(
    'KERBSIDE_DATABASE_DIRECT_URL',
    z
      .url({
        protocol: /^postgres(ql)?$/,
        error: 'must be an address that begins with postgres://',
      })
      .optional(),
    'The same database past a pooler in transaction mode (PgBouncer), if the address above is a pooler: for migrations, imports and the queue of jobs, which need connections of their own.',
    'postgres://kerbside@db.example:5432/kerbside',
  ),
  'database.password_file': option(
    'KERBSIDE_DATABASE_PASSWORD_FILE',
    text.optional(),
    'The file with the password for the database. Only its owner and group may be able to read it.',
    '/etc/kerbside/database.password',
    { leads: 'secret' },
  ),
  'database.wait': option(
    'KERBSIDE_DATABASE_WAIT',
    z.int(WAIT).min(0, WAIT).max(3_600, WAIT).default(60),
    'For how many seconds a start waits for a database that does not answer, as when machines start together. One that answers and refuses is not waited for.',
    60,
    { reading: 'number' },
  ),
  'messages.provider': option(
    'KERBSIDE_SMS',
    text.default(OUTBOX),
    "The file with the settings of whoever sends messages: docs/messages.md has one for each. 'outbox' sends nothing and lets staff read the messages, for trying out.",
    '/etc/kerbside/kannel.json',
    { leads: 'secret', unless: OUTBOX },
  ),
  'limits.operator': option(
    'KERBSIDE_LIMIT_OPERATOR',
    requests.default(1_200),
    'How many requests a minute one operator may make, a program or a person, by all their keys and sessions. 0 is no limit. Terminals have an admission of their own.',
    1_200,
    { reading: 'number' },
  ),
  'limits.address': option(
    'KERBSIDE_LIMIT_ADDRESS',
    requests.default(3_000),
    'The same for one address, whoever asks from there.',
    3_000,
    { reading: 'number' },
  ),
  'webhooks.inside_hosts': option(
    'KERBSIDE_WEBHOOK_HOSTS',
    z.array(text, 'must be a list').default([]),
    'Hosts that webhooks may lead to though they are in your own network, or speak http. To all others events go by https alone, and only to addresses of the Internet.',
    ['erp.internal'],
    { reading: 'list' },
  ),
  'sign_in.issuer': option(
    'KERBSIDE_SIGN_IN_ISSUER',
    publicAddress.optional(),
    "The company's identity provider (OpenID Connect), where people may sign in besides. It must send them back to public_url with /v1/sign-in/provider behind it.",
    'https://login.example/realms/company',
  ),
  'sign_in.provider_name': option(
    'KERBSIDE_SIGN_IN_PROVIDER_NAME',
    text.default('Company account'),
    'What people know it by.',
    'Company account',
  ),
  'sign_in.client_id': option(
    'KERBSIDE_SIGN_IN_CLIENT_ID',
    text.optional(),
    'What central is called there.',
    'kerbside',
  ),
  'sign_in.client_password_file': option(
    'KERBSIDE_SIGN_IN_CLIENT_PASSWORD_FILE',
    text.optional(),
    'The file with the password that central has there (its client secret). Only its owner and group may be able to read it.',
    '/etc/kerbside/client.password',
    { leads: 'secret' },
  ),
  'metrics.port': option(
    'KERBSIDE_METRICS_PORT',
    port.optional(),
    'The port that tells metrics to Prometheus, at /metrics. Without it, the port above tells them to this machine alone.',
    9464,
    { reading: 'number' },
  ),
  'metrics.host': option(
    'KERBSIDE_METRICS_HOST',
    text.default('127.0.0.1'),
    'The address that tells them. They name no person and no depot, but nobody outside should count messages.',
    '127.0.0.1',
  ),
  'log.level': option(
    'KERBSIDE_LOG_LEVEL',
    z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
    'From which level on the log has a line, which is a JSON object on standard error. Requests are info.',
    'info',
  ),
  'traces.endpoint': option(
    'KERBSIDE_TRACES_ENDPOINT',
    z
      .url({
        protocol: /^https?$/,
        error: 'must be an address that begins with http:// or https://',
      })
      .optional(),
    'The receiver of OpenTelemetry traces, by OTLP over HTTP; /v1/traces is added. Without it there are none.',
    'http://127.0.0.1:4318',
  ),
} as const;

export type OptionName = keyof typeof OPTIONS;

/** What was set, by name; an option that may be left out and was is `undefined`. */
export type Values = { readonly [N in OptionName]: z.output<(typeof OPTIONS)[N]['schema']> };

export const OPTION_NAMES = Object.keys(OPTIONS) as readonly OptionName[];
