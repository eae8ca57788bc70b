import type { FileMark, OperatingSystem, Package } from '../../model/index.ts';

/** What a tar header or a directory entry says of a file. Sizes in bytes. */
export interface FileStat {
  readonly size: number;
  /** Unix mode bits, permissions only. */
  readonly mode: number;
}

/** A wanted file, opened and bounded by the engine. Everything in it was written by a stranger. */
export interface FileReader {
  /** Path inside the subject, without a leading slash. */
  readonly path: string;
  readonly stat: FileStat;
  /** The content, at most `limits.file_bytes`. */
  readonly bytes: Uint8Array;
  /** The content as UTF-8 (UTF-16 with a byte-order mark is recoded); throws LimitError over `limits.text_bytes`. */
  readonly text: () => string;
}

/** A package as one file tells it: the engine adds layer, owner and the rest. */
export type FoundPackage = Omit<Package, 'foundBy' | 'locations' | 'purl' | 'dependsOn'> & {
  /** Packages of the same file that it needs, each as `name@version`; the engine makes purls of them. */
  readonly dependsOn?: readonly string[];
  /** Only when it cannot be built from type, name and version. */
  readonly purl?: string;
  /** Path inside the file, where the file is an archive (`BOOT-INF/lib/x.jar`, `!` between archives). */
  readonly within?: string;
  readonly lines?: { readonly startLine: number; readonly endLine?: number };
};

/** Files that one installed package put there. */
export interface OwnedPaths {
  /** Name of the package, as its database has it. */
  readonly package: string;
  /** Architecture, where the database keeps one list for each (dpkg's `libc6:amd64.list`). */
  readonly arch?: string;
  readonly paths: readonly string[];
}

/** What one analyzer says of one file. */
export interface AnalyzerResult {
  readonly packages?: readonly FoundPackage[];
  readonly os?: Partial<OperatingSystem>;
  /** What the file is beside a part of a package: a setuid program, a credential. */
  readonly marks?: readonly FileMark[];
  /** Files that a package owns (dpkg `.list`, apk `R:`), without leading slash; the engine keeps those that other analyzers want. */
  readonly owned?: readonly OwnedPaths[];
  /** Facts for joining files of one folder (a pyproject.toml beside a poetry.lock), by agreement within one family. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /**
   * Files that this one includes and that must be read by an analyzer although their names tell
   * nothing: paths inside the subject. Read in a source tree only; what is not there, a join tells.
   */
  readonly includes?: readonly { readonly path: string; readonly analyzer: string }[];
  /** Parts that could not be parsed: the report becomes partial. */
  readonly problems?: readonly {
    readonly code: string;
    readonly text: string;
    readonly line?: number;
  }[];
}

/** Looks at a file that passes by. */
export interface FileSearch {
  readonly push: (piece: Uint8Array) => void;
  readonly finish: () => AnalyzerResult;
}

/**
 * Reads one kind of file. `wants` is called for every file of an image: string tests only. A file
 * that is wanted but is not what it seems throws a FormatError; an empty result means "nothing in it".
 */
export interface FileAnalyzer {
  readonly id: string;
  /** Raised whenever the output for the same bytes changes; part of the layer cache's key. */
  readonly version: number;
  /** Package type of what it finds (row of the ecosystem table), or `os`. */
  readonly type: string;
  /** `Results[].Type` in Trivy's JSON (`npm`, `node-pkg`, `python-pkg` …) for language files. */
  readonly resultType?: string;
  /** `installed` and `os`: what is in images and unpacked systems; `lockfile`: files of source trees; `sbom`: a bill of materials given by name; `content`: no packages, but marks that rules about images ask for. */
  readonly finds: 'os' | 'installed' | 'lockfile' | 'sbom' | 'content';
  /** Content that is looked for in source trees too, or only there; absent: in images and unpacked systems. */
  readonly trees?: 'too' | 'only';
  /** What it reads, for the generated reference: paths in glob form. */
  readonly files: readonly string[];
  readonly wants: (path: string, stat: FileStat) => boolean;
  /**
   * For files known by their content, such as executables: `wants` then only says that the file may
   * be one, and this is asked with its first 4096 bytes (fewer when it is shorter) before anything
   * is kept. Must be cheap and deterministic; the bytes are only lent. `files` may be `**`. Such
   * files may have an empty result without being wrong.
   */
  readonly wantsHead?: (head: Uint8Array, path: string, stat: FileStat) => boolean;
  /** True: a file that a package of the system owns is that package and no other; what is read of it is not told again. */
  readonly yieldsToOwner?: boolean;
  /** True: machine code is never looked at. Of a large program it then reads as zeros, and is not held. */
  readonly skipsCode?: true;
  readonly read: (file: FileReader) => AnalyzerResult;
  /** The same as `read` for a large file, which then comes in pieces that are only lent and is not held. */
  readonly search?: (path: string, stat: FileStat) => FileSearch;
}

/** A file of the finished subject with what its analyzer said of it. */
export interface ReadFile {
  readonly path: string;
  /** Id of the analyzer. */
  readonly analyzer: string;
  readonly result: AnalyzerResult;
}

/**
 * Completes what single files say with what the files around them say: a lockfile knows versions,
 * the manifest beside it what the project asked for. Runs over the merged subject, so that files of
 * different layers meet; everything it reads is in the results.
 */
export interface Join {
  readonly id: string;
  /** Ids of the analyzers whose files it needs. */
  readonly analyzers: readonly string[];
  /** The results that change, by their file. */
  readonly join: (files: readonly ReadFile[]) => ReadonlyMap<ReadFile, AnalyzerResult>;
}
