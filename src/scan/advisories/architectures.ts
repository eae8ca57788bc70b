import type { Affected } from '../../model/index.ts';

/** Entries of an advisory that differ in their architecture alone, made one. */
export class ByArchitecture {
  readonly #known = new Map<string, { base: Affected; arches: Set<string>; every: boolean }>();

  /**
   * @param key What tells entries of different architectures to be the same.
   * @param arches Undefined or none: every architecture.
   */
  add(key: string, base: () => Affected, arches: readonly string[] = []): void {
    const known = this.#known.get(key) ?? { base: base(), arches: new Set(), every: false };
    this.#known.set(key, known);
    if (arches.length === 0) known.every = true;
    for (const arch of arches) known.arches.add(arch);
  }

  entries(): Affected[] {
    return [...this.#known.values()].map(({ base, arches, every }) =>
      every ? base : { ...base, qualifiers: { ...base.qualifiers, arch: [...arches].sort() } },
    );
  }
}
