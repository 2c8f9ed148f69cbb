/** What the campaign drives: bundled again for each control, with one protection switched off. */
export { makeLineReader } from '../../electron/scanner/line-reader.ts';
export { generic } from '../../electron/scanner/profiles/generic.ts';
export { honeywell } from '../../electron/scanner/profiles/honeywell.ts';
export { zebra } from '../../electron/scanner/profiles/zebra.ts';
export { makeSpeedSearch, SPEEDS } from '../../electron/scanner/speed-search.ts';
