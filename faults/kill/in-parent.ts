// What the campaign itself needs of the product, to be bundled: it looks into what was left.
export { forgetKeys } from './forget-keys.ts';
export { inspectStore } from './inspect-store.ts';
