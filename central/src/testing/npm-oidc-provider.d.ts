declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http';
  /** As much of it as the tests use; its own types are not on the registry of its version. */
  export default class Provider {
    constructor(issuer: string, configuration: Record<string, unknown>);
    readonly callback: () => RequestListener;
  }
}
