/** See process.mjs. */
export function node24On(platform: NodeJS.Platform): string;
export function npmOn(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string[];
