/** Speeds that scanners are set to, in bits a second, the commonest first. */
export const SPEEDS = [9_600, 115_200, 57_600, 38_400, 19_200] as const;

/** Fewer bytes prove nothing: noise is printable by chance. */
const PROVING_BYTES = 6;
/** So many bursts in a row that are noise throughout: the scanner was set to another speed. */
const BURSTS_OF_DOUBT = 5;

const isPrintable = (byte: number): boolean => byte >= 0x20 && byte <= 0x7e;
/** What scanners put around and between text: STX, ETX, TAB, LF, CR, and the separator of GS1. */
const isControl = (byte: number): boolean =>
  byte === 0x0d ||
  byte === 0x0a ||
  byte === 0x09 ||
  byte === 0x02 ||
  byte === 0x03 ||
  byte === 0x1d;

/**
 * Finds the speed of a scanner by listening. A wrong speed gives bytes that no symbol has; what
 * comes before the speed is proved by a clean burst is noise, and no scan.
 */
export type SpeedSearch = {
  readonly speed: () => number;
  /** Bytes as they come. */
  readonly hear: (chunk: Uint8Array) => void;
  /** A packet with the right checksum came: no other speed gives one. */
  readonly prove: () => void;
  /** Whether a frame that has just ended is to be believed. */
  readonly believes: () => boolean;
  /** The line was cut: what came before is no part of what comes. What is proved stays. */
  readonly cut: () => void;
  /** The line is quiet: gives the speed to listen at from now on, if it is another. */
  readonly quiet: () => number | null;
};

export const makeSpeedSearch = (): SpeedSearch => {
  let index = 0;
  let proved = false;
  let printable = 0;
  let odd = 0;
  let doubts = 0;
  const speed = (): number => SPEEDS[index % SPEEDS.length] ?? SPEEDS[0];
  return {
    speed,
    hear: (chunk) => {
      for (const byte of chunk) {
        if (isPrintable(byte)) printable++;
        else if (!isControl(byte)) odd++;
      }
    },
    prove: () => {
      proved = true;
      doubts = 0;
    },
    believes: () => {
      if (!proved && odd === 0 && printable >= PROVING_BYTES) proved = true;
      return proved;
    },
    cut: () => {
      printable = 0;
      odd = 0;
    },
    quiet: () => {
      // Text in another script has a few odd bytes; noise has little else.
      const isNoise = odd * 4 > printable;
      const isClean = odd === 0;
      if (isNoise && odd > 0) doubts++;
      else if (isClean && printable > 0) doubts = 0;
      const isWrong = doubts >= (proved ? BURSTS_OF_DOUBT : 1);
      // What is clean and short proves nothing alone, but does with more of its kind.
      if (!isClean || proved) printable = 0;
      odd = 0;
      if (!isWrong) return null;
      proved = false;
      doubts = 0;
      index++;
      return speed();
    },
  };
};
