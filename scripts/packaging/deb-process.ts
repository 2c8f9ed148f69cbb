// Makes a deb of an unpacked app with Debian's own tools. What is in it and what is said of it comes
// from electron-builder, which fills in everything up to its call of fpm; only that call, of a
// program that it would have to download, is replaced. A process of its own, for electron-builder
// talks on standard output. Takes one JSON argument; gives the package's path on descriptor 3.
import { writeSync } from 'node:fs';
import { Arch, build, type Configuration, Platform } from 'electron-builder';
import { readFpmArguments } from './fpm-arguments.ts';
import { type DebOptions, writeDeb } from './write-deb.ts';

type Asked = {
  readonly unpacked: string;
  readonly projectDir: string;
  /** What electron-builder.yml cannot know. */
  readonly config: Configuration;
  readonly options: DebOptions;
};
const asked = JSON.parse(process.argv[2] ?? '') as Asked;

let made = '';
await build({
  projectDir: asked.projectDir,
  config: asked.config,
  prepackaged: asked.unpacked,
  targets: Platform.LINUX.createTarget('deb', process.arch === 'arm64' ? Arch.arm64 : Arch.x64),
  publish: 'never',
  effectiveOptionComputed: async ([args]: [readonly string[], string]) => {
    const plan = readFpmArguments(args);
    // While it waits for us, its temporary files are there.
    writeDeb(plan, asked.options);
    made = plan.package;
    return true;
  },
});
if (made === '') throw new Error('electron-builder did not come to make a deb');
writeSync(3, made);
