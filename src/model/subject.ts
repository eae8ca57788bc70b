/** The kinds of thing Plimsoll looks at. */
export type SubjectKind =
  | 'image'
  | 'filesystem'
  | 'file'
  | 'container'
  | 'host'
  | 'daemon'
  | 'registry'
  | 'clusterObject'
  | 'cluster';

/** What was looked at. Images are always known by digest, with the names they go by. */
export interface Subject {
  readonly kind: SubjectKind;
  /** The reference or path the user gave. */
  readonly name: string;
  readonly image?: ImageSubject;
}

/** The identity of an image, whatever place it was read from. */
export interface ImageSubject {
  /** Digest of the configuration: the image id that `docker images --no-trunc` shows. */
  readonly id: string;
  /** Digest of the manifest, when the image came with one. */
  readonly manifestDigest?: string;
  readonly tags: readonly string[];
  readonly digests: readonly string[];
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  readonly created?: string;
  /** Bytes of all layers, uncompressed, when known. */
  readonly size?: number;
  readonly layers: readonly {
    readonly diffId?: string;
    readonly digest?: string;
    readonly createdBy?: string;
    /** Bytes of the plain tar, when known. */
    readonly size?: number;
  }[];
  /** The image configuration as parsed (JSON values only), for reports; a stranger wrote it. */
  readonly configuration?: unknown;
  /** The place it was read from, in the words shown to users: `docker store`, `docker save`, `registry` … */
  readonly source: string;
}

/** The operating system inside a subject, from os-release and its cousins. */
export interface OperatingSystem {
  /** Row id of the distro table (`debian`, `alpine`, `rhel` …) or the `ID` found, when the table has none. */
  readonly id: string;
  /** Version as the distribution names it for advisories: `12`, `3.18.4`, `22.04`. Empty when rolling. */
  readonly version: string;
  readonly name?: string;
  /** The name with its version, as people say it: `Debian GNU/Linux 12 (bookworm)`. */
  readonly prettyName?: string;
  /** The version in the distribution's own words: `12 (bookworm)`. */
  readonly release?: string;
  readonly codename?: string;
  readonly idLike?: readonly string[];
  /** Release tracks that are not numbers: `edge`, `sid`, `rolling`. */
  readonly channel?: string;
  /** What else it gets packages from: subscriptions (`esm`, Ubuntu Pro), branches beside its own (`edge`). */
  readonly channels?: readonly string[];
  /** Names of the repositories that its packages came from, as the image records them (Red Hat: content sets). */
  readonly contentSets?: readonly string[];
  /** Ecosystems of the products that these repositories belong to; filled in from the database. */
  readonly products?: readonly string[];
  /** Edition: `{ id: 'container', name: 'Container Image' }`. */
  readonly variant?: { readonly id?: string; readonly name?: string };
  /** Build of a rolling distribution or of an image. */
  readonly build?: string;
  readonly cpe?: string;
  /** Date on which support ends, as the image itself says. */
  readonly supportEnd?: string;
  readonly urls?: {
    readonly home?: string;
    readonly support?: string;
    readonly bugs?: string;
    readonly privacy?: string;
  };
  readonly endOfLife?: {
    readonly ended: boolean;
    readonly date?: string;
    readonly extended?: string;
  };
}
