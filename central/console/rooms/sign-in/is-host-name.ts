/** Whether a page's host, as `location.hostname` has it, is a name and no IP address (URL Standard, 3.5). */
export const isHostName = (host: string): boolean =>
  !host.startsWith('[') && !/^\d+(?:\.\d+){3}$/.test(host);
