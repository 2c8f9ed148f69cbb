/** A deb as electron-builder asks fpm for it, with everything that it has filled in. */
export type DebPlan = {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  readonly maintainer: string;
  readonly homepage: string;
  readonly section: string;
  readonly priority: string;
  /** The first line is a summary, the rest is longer. */
  readonly description: string;
  readonly depends: readonly string[];
  readonly recommends: readonly string[];
  /** Files that hold the scripts. */
  readonly afterInstall: string;
  readonly afterRemove: string;
  /** Files of settings that an update asks about before it replaces them. */
  readonly conffiles?: readonly string[];
  /** What is meant to be as Lintian finds it: a reason and a tag; by default the app's. */
  readonly overrides?: readonly (readonly [reason: string, tag: string])[];
  /** Where the package goes. */
  readonly package: string;
  /** What is taken from where to where; a folder whole, if it ends in a slash. */
  readonly files: readonly { readonly from: string; readonly to: string }[];
};

const MANY = new Set(['depends', 'deb-recommends']);
const ONCE = new Set([
  'architecture',
  'name',
  'version',
  'maintainer',
  'vendor',
  'url',
  'category',
  'deb-priority',
  'license',
  'description',
  'after-install',
  'after-remove',
  'package',
]);

/**
 * Reads the arguments that electron-builder would call fpm with.
 *
 * @throws on one that is not known here: a deb without it would differ from fpm's
 */
export const readFpmArguments = (args: readonly string[]): DebPlan => {
  const once = new Map<string, string>();
  const many = new Map<string, string[]>([...MANY].map((name) => [name, []]));
  const files: { from: string; to: string }[] = [];
  const rest = args.values();
  for (const arg of rest) {
    const option = /^--([a-z-]+)(?:=(.*))?$/s.exec(arg);
    if (option === null) {
      const cut = arg.lastIndexOf('=/');
      if (cut < 1) throw new Error(`not an argument for a file of the package: ${arg}`);
      files.push({ from: arg.slice(0, cut), to: arg.slice(cut + 1) });
      continue;
    }
    const name = option[1] ?? '';
    const value = option[2] ?? rest.next().value ?? '';
    if (ONCE.has(name)) once.set(name, value);
    else if (MANY.has(name)) many.get(name)?.push(value);
    else throw new Error(`an argument for fpm that is not known here: --${name}`);
  }
  const given = (name: string): string => {
    const value = once.get(name);
    if (value === undefined) throw new Error(`electron-builder does not give --${name}`);
    return value;
  };
  return {
    name: given('name'),
    version: given('version'),
    architecture: given('architecture'),
    maintainer: given('maintainer'),
    homepage: given('url'),
    section: given('category'),
    priority: given('deb-priority'),
    description: given('description'),
    depends: many.get('depends') ?? [],
    recommends: many.get('deb-recommends') ?? [],
    afterInstall: given('after-install'),
    afterRemove: given('after-remove'),
    package: given('package'),
    files,
  };
};
