import type { ImageConfig } from '../formats/oci.ts';
import type { ImageSubject } from '../model/index.ts';
import type { TokenRequest } from './registry-token.ts';

/** What is known of a file before it is read: bytes, and permission bits. */
export interface FileStat {
  readonly size: number;
  readonly mode: number;
}

/**
 * Where the bytes of a layer lie. Plain data, because a worker thread opens it. Offsets and
 * lengths in bytes.
 */
export type LayerBytes =
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly offset: number;
      readonly length: number;
    }
  | {
      readonly kind: 'http';
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly length?: number;
      readonly insecure: boolean;
      /** How to get a new bearer token, when the one in `headers` has run out. */
      readonly renew?: TokenRequest;
    }
  /**
   * Inside an archive that is itself compressed (`docker save | gzip`): offset and length count in
   * the unpacked archive, which has to be unpacked up to there. Walk all layers of one path together.
   */
  | {
      readonly kind: 'packed';
      readonly path: string;
      readonly offset: number;
      readonly length: number;
    }
  /** Unpacked in a daemon's store, with the recipe (tar-split) of the archive that it came as. */
  | { readonly kind: 'tar-split'; readonly recipe: string; readonly folder: string }
  /**
   * An unpacked layer: a folder of a daemon's store, with overlayfs whiteouts (0:0 devices, opaque
   * xattr). `plain`: an unpacked system or source tree instead, which has no whiteouts; `file`: only
   * that file of it.
   */
  | {
      readonly kind: 'directory';
      readonly path: string;
      readonly plain?: true;
      readonly file?: string;
    };

/** One layer, lazy. At least one of `digest` and `diffId` vouches for the bytes, except for `directory` and `tar-split`, where the store's owner does. */
export interface LayerRef {
  readonly index: number;
  /** Digest of the blob as stored (compressed). */
  readonly digest?: string;
  /** Digest of the plain tar, from the image configuration. */
  readonly diffId?: string;
  /** Bytes of the blob as stored, when the manifest says. */
  readonly size?: number;
  readonly mediaType?: string;
  readonly bytes: LayerBytes;
  /** Entry of the configuration's history that made it. */
  readonly history?: { readonly index: number; readonly createdBy: string };
}

/** An image opened from any place. Nothing of a layer is read before a walk asks for it. */
export interface OpenImage {
  readonly subject: ImageSubject;
  /** Bottom layer first. */
  readonly layers: readonly LayerRef[];
  /** Settings and history, for rules. Not part of the subject: they may hold credentials, which no report shows. */
  readonly configuration?: Pick<ImageConfig, 'settings' | 'history'>;
  /** Remarks on how it was opened, for the report. */
  readonly notes: readonly {
    readonly id: string;
    readonly params: Readonly<Record<string, string | number>>;
    readonly text: string;
  }[];
  readonly close: () => Promise<void>;
}

/** What the user asked for. */
export interface OpenOptions {
  /** `linux/arm64/v8`; undefined takes the machine's own, then the only one there is. */
  readonly platform?: string;
  readonly insecure?: boolean;
  /** True forbids every connection that leaves this machine. */
  readonly offline?: boolean;
  /** Mirrors by registry (`docker.io`), asked in order before it: `host[:port]` or an http address. */
  readonly registryMirrors?: ReadonlyMap<string, readonly string[]>;
  readonly signal?: AbortSignal;
}

/** One place images come from. `open` returns undefined when the reference is not there, and throws when it is but cannot be read. */
export interface ImageSource {
  readonly id: string;
  /** Prefix that selects it (`oci-dir:`); the rest of the reference is its own business. */
  readonly prefix: string;
  readonly title: string;
  readonly open: (reference: string, options: OpenOptions) => Promise<OpenImage | undefined>;
}
