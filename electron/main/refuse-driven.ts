/** The switches that the app itself reads, by what they are for. */
export const OWN_SWITCHES = { kiosk: 'kiosk' } as const;

/**
 * The switches that a terminal may be started with: the app's own, and some of Chromium's. Any other
 * one is refused: there are thousands, and those that open the app to somebody else are not all
 * known by name.
 */
const HARMLESS: ReadonlySet<string> = new Set([
  ...Object.values(OWN_SWITCHES),
  'disable-gpu',
  'force-device-scale-factor',
  'lang',
  'ozone-platform',
  'ozone-platform-hint',
  'touch-events',
]);

/** Variables that would have central's certificate unchecked, or Chromium's keys written down. */
const UNSAFE_VARIABLES = ['NODE_TLS_REJECT_UNAUTHORIZED', 'SSLKEYLOGFILE'] as const;

/**
 * What a release must not be started with, by name: a switch that lets another program drive it,
 * look into it or weaken it, such as `--remote-debugging-port` or `--inspect`, or such a variable.
 * Null if there is none. `args` is the command line without the program itself; only on Windows may
 * a slash begin a switch, elsewhere it begins a path.
 */
export const refusedAtStart = (
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  isWindows: boolean,
): string | null => {
  // A single hyphen makes a switch as well, and a slash that no second one follows.
  const form = isWindows ? /^(?:-|\/[^/=]*(?:=|$))/ : /^-/;
  const isSwitch = (arg: string): boolean => form.test(arg);
  for (const arg of args.filter(isSwitch)) {
    const [name = ''] = arg.split('=');
    if (!HARMLESS.has(name.replace(/^(?:--?|\/)/, ''))) return name;
  }
  return UNSAFE_VARIABLES.find((name) => env[name] !== undefined) ?? null;
};
