/** One component of a bill of materials, whatever its format. All of it is a stranger's word. */
export interface SbomComponent {
  /** What the document's relations call it. */
  readonly ref: string;
  readonly name: string;
  /** Empty when the document gives none. */
  readonly version: string;
  readonly purl?: string;
  readonly cpes?: readonly string[];
  readonly licenses?: readonly string[];
  /** True for the operating system itself, which is no package. */
  readonly system?: boolean;
  /** The source package, where the document tells it beside the package URL. */
  readonly source?: { readonly name: string; readonly version: string };
  /** Line in the document. */
  readonly line?: number;
}

/** A bill of materials: what there is, and what needs what. */
export interface SbomDocument {
  readonly components: readonly SbomComponent[];
  /** Refs of the components that a component needs. */
  readonly needs: ReadonlyMap<string, readonly string[]>;
}

/** Reads one format. `reads` looks at what was parsed; the first format that recognises it reads it. */
export interface SbomFormat<Parsed> {
  readonly id: string;
  readonly recognises: (parsed: Parsed) => boolean;
  readonly read: (parsed: Parsed) => SbomDocument;
}

/** Licences without the words for "nobody said". */
export function knownLicenses(names: readonly (string | undefined)[]): string[] {
  return [...new Set(names)].filter(
    (name): name is string =>
      name !== undefined && name !== '' && name !== 'NOASSERTION' && name !== 'NONE',
  );
}

/** Collects what needs what. */
export class Needs {
  readonly map: Map<string, string[]> = new Map();

  add(from: string, to: string): void {
    const known = this.map.get(from);
    if (known === undefined) this.map.set(from, [to]);
    else known.push(to);
  }
}
