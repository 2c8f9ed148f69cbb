export { config as default } from './scripts/import-rules.ts';
