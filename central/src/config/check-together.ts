import { isOwnMachine } from './option.ts';
import type { OptionName, Values } from './options.ts';

type Given = {
  readonly values: Partial<Values>;
  /** Whether somebody set an option, rightly or wrongly. */
  readonly isSet: (name: OptionName) => boolean;
  /** Where it was set, as a sentence begins. */
  readonly nameOf: (name: OptionName) => string;
  readonly isFromFile: (name: OptionName) => boolean;
};

const passwordIn = (url: string | undefined): boolean =>
  url !== undefined && URL.canParse(url) && new URL(url).password !== '';

/** What does not go together, a sentence for each. */
export const checkTogether = ({ values, isSet, nameOf, isFromFile }: Given): string[] => {
  const faults: string[] = [];
  const url = values['database.url'];
  if (isSet('database.password_file') && !isSet('database.url')) {
    faults.push(
      `${nameOf('database.password_file')} is of no use without the database that it is for: set database.url`,
    );
  }
  if (isSet('database.direct_url') && !isSet('database.url')) {
    faults.push(`${nameOf('database.direct_url')} is of no use without database.url`);
  }
  if (passwordIn(values['database.direct_url']) && isFromFile('database.direct_url')) {
    faults.push(
      `${nameOf('database.direct_url')} has a password in it: database.password_file is for both addresses`,
    );
  }
  if (passwordIn(url) && isFromFile('database.url')) {
    faults.push(
      `${nameOf('database.url')} has a password in it: write that into a file of its own, and name it by database.password_file`,
    );
  } else if (passwordIn(url) && isSet('database.password_file')) {
    faults.push(
      `${nameOf('database.url')} has a password, and ${nameOf('database.password_file')} names another: take it out of the address`,
    );
  }
  for (const [one, other] of [
    ['tls.certificate', 'tls.key'],
    ['tls.key', 'tls.certificate'],
    ['sign_in.issuer', 'sign_in.client_id'],
    ['sign_in.client_id', 'sign_in.client_password_file'],
    ['sign_in.client_password_file', 'sign_in.issuer'],
    ['sign_in.provider_name', 'sign_in.issuer'],
  ] as const) {
    if (isSet(one) && !isSet(other)) faults.push(`${nameOf(one)} needs ${other} beside it`);
  }
  if (isSet('metrics.host') && !isSet('metrics.port')) {
    faults.push(`${nameOf('metrics.host')} is of no use without metrics.port`);
  }
  const [port, forMetrics] = [values['server.port'], values['metrics.port']];
  if (port !== undefined && port !== 0 && port === forMetrics) {
    faults.push(`${nameOf('metrics.port')} is the port of central itself: metrics need another`);
  }
  const host = values['server.host'];
  if (
    host !== undefined &&
    !isOwnMachine(host) &&
    !isSet('server.public_url') &&
    isSet('database.url')
  ) {
    faults.push(
      `${nameOf('server.host')} lets others reach central, and nothing says what they call it: set server.public_url`,
    );
  }
  return faults;
};
