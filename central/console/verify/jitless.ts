import { config } from 'zod';

// What reads a file makes no code of its schemas: the page's policy refuses that, and would report the try.
config({ jitless: true });
