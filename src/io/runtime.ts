import { isSea } from 'node:sea';

/** What the program runs on, for `plimsoll version` and bug reports. */
export interface RuntimeFacts {
  readonly node: string;
  readonly platform: string;
  readonly architecture: string;
  /** True in the single-file executable. */
  readonly executable: boolean;
}

/** Facts of this process. */
export function runtimeFacts(): RuntimeFacts {
  return {
    node: process.version,
    platform: process.platform,
    architecture: process.arch,
    executable: isSea(),
  };
}
