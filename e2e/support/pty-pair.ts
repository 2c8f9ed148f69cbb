/** Two ends of a serial line: what is written at one arrives at the other. */
export interface PtyPair {
  /** The path that the app opens as its scanner's port. */
  readonly terminalEnd: string;
  /** The other end, where a scanner would sit; under Wine only the host has its path. */
  readonly scannerEnd: string;
  /**
   * Writes as the scanner would, after what was written before. Settles when the line has taken
   * it all, which waits for a reader once the line's few kilobytes are full.
   *
   * @throws if the line is cut
   */
  write(bytes: Uint8Array | string): Promise<void>;
  /**
   * Writes a few bytes while nobody has the port open. Settles when they wait at the terminal's end.
   *
   * @throws if the line is cut
   */
  leave(bytes: string): Promise<void>;
  /** Calls `heard` with what the scanner is sent from now on; gives what ends that. */
  hear(heard: (chunk: Uint8Array) => void): () => void;
  /** Pulls the cable: both ends hang up and their paths are gone. */
  cut(): Promise<void>;
  /** Plugs the cable in again, at the same paths. */
  reconnect(): Promise<void>;
  /** Ends it for good. */
  stop(): Promise<void>;
}
