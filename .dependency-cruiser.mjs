export { config as default } from './scripts/import-checks.ts';
