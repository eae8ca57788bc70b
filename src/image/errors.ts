import { PlimsollError } from '../model/index.ts';

/** Code of an image error. */
export type ImageErrorCode =
  | 'IMAGE_INVALID'
  | 'IMAGE_NOT_AN_IMAGE'
  | 'IMAGE_NOT_FOUND'
  | 'IMAGE_SOURCE'
  | 'REPOSITORY_REFERENCE'
  | 'NETWORK_FORBIDDEN'
  | 'IMAGE_NO_MANIFEST'
  | 'IMAGE_TAG_MISSING'
  | 'IMAGE_AMBIGUOUS'
  | 'IMAGE_PLATFORM'
  | 'IMAGE_MEDIA_TYPE'
  | 'IMAGE_FOREIGN_LAYER'
  | 'BLOB_MISSING'
  | 'BLOB_DIGEST'
  | 'BLOB_SIZE'
  | 'DIGEST_UNKNOWN'
  | 'LAYER_COMPRESSION'
  | 'LAYER_TRUNCATED'
  | 'LAYER_TRAILING'
  | 'LAYER_NOT_TAR'
  | 'LAYER_UNREADABLE'
  | 'FILE_UNREADABLE'
  | 'OVERLAY_ATTRIBUTES'
  | 'PATH_ESCAPE'
  | 'PATH_WHITEOUT'
  | 'LINK_CYCLE'
  | 'REGISTRY_NOT_A_REGISTRY'
  | 'REGISTRY_UNAUTHORIZED'
  | 'REGISTRY_FORBIDDEN'
  | 'REGISTRY_NOT_FOUND'
  | 'REGISTRY_RATE_LIMITED'
  | 'REGISTRY_FAILED'
  | 'REGISTRY_MIRROR_INVALID'
  | 'DOCKER_CONFIG_INVALID'
  | 'DAEMON_ADDRESS'
  | 'DAEMON_UNREACHABLE'
  | 'DAEMON_FAILED'
  | 'DAEMON_STORE_DRIVER';

/** What can go wrong while an image is opened or its layers are read. */
export const imageErrors: Readonly<Record<ImageErrorCode, string>> = {
  IMAGE_INVALID: 'the image is damaged or incomplete: copy or build it again',
  IMAGE_NOT_FOUND:
    'no place that was searched has the image: the message lists what each of them answered',
  REPOSITORY_REFERENCE:
    'what was named is no folder, no address of a repository, or no branch, tag or commit of one',
  NETWORK_FORBIDDEN:
    '`--offline` forbids the connection that this needs: name something that lies on this machine',
  IMAGE_SOURCE: 'there is no place of that name to search: see `docs/reference/sources.md`',
  IMAGE_NOT_AN_IMAGE:
    'the file or folder holds no image in a form that is known: give a docker-archive, an OCI archive or an OCI layout',
  IMAGE_NO_MANIFEST: 'the layout names no image manifest: copy or build it again',
  IMAGE_TAG_MISSING: 'the layout has no image of that name: name one of those it has',
  IMAGE_AMBIGUOUS: 'the layout has several images: name one of them after a colon',
  IMAGE_PLATFORM: 'the image is not there for that platform: choose another with --platform',
  IMAGE_MEDIA_TYPE:
    'the image has a part of a type that is not known, so that it cannot be read in full',
  IMAGE_FOREIGN_LAYER:
    'a layer is not part of the image but kept elsewhere by its maker: fetch it first',
  BLOB_MISSING: 'a part that the image names is not there: copy or build it again',
  BLOB_DIGEST:
    'a part of the image is not what its digest says: it was changed or damaged, do not use it',
  BLOB_SIZE: 'a part of the image is longer or shorter than its manifest says: copy it again',
  DIGEST_UNKNOWN: 'the digest has an algorithm that is not known (wanted sha256 or sha512)',
  LAYER_COMPRESSION: 'a layer cannot be decompressed: build the image again',
  LAYER_TRUNCATED: 'the compressed data of a layer ends too early: build the image again',
  LAYER_TRAILING: 'a layer has data after its end that no tool would read',
  LAYER_NOT_TAR: 'a layer is not a tar archive',
  LAYER_UNREADABLE: 'the bytes of a layer cannot be read from where they lie',
  FILE_UNREADABLE:
    'a file or folder could not be read, so what is in it is not known: check its permissions',
  OVERLAY_ATTRIBUTES:
    "the extended attributes of a daemon's layer folder cannot be read or followed, so some lower content may show that is hidden: scan an archive of docker save instead",
  PATH_ESCAPE: 'an entry of a layer climbs out of the image: it was left out',
  PATH_WHITEOUT: 'a whiteout of a layer names nothing that it could remove: it was left out',
  LINK_CYCLE: 'symbolic links of the image lead in a circle',
  REGISTRY_NOT_A_REGISTRY:
    'what answers does not speak the registry protocol but is a web page, a proxy or a sign-in form: check the host and the proxy settings',
  REGISTRY_UNAUTHORIZED:
    'the registry wants a login, refuses the one it was given, or hides that the repository does not exist: run `docker login`, or check the name',
  REGISTRY_FORBIDDEN: 'the registry knows the login and does not let it pull: ask its owner',
  REGISTRY_NOT_FOUND: 'the registry or its token server does not have what was asked for',
  REGISTRY_RATE_LIMITED:
    'the registry answers no more for now: log in for a higher limit, use a mirror, or wait',
  REGISTRY_FAILED: 'the registry answered with an error of its own: try again later',
  REGISTRY_MIRROR_INVALID: 'a mirror is neither host[:port] nor an http address: correct it',
  DOCKER_CONFIG_INVALID:
    "the docker client's config.json is not JSON: correct it, or point DOCKER_CONFIG elsewhere",
  DAEMON_ADDRESS:
    'the address of the daemon (`DOCKER_HOST`, the docker context) is not one that can be spoken to: use unix:// or tcp://',
  DAEMON_UNREACHABLE:
    'no daemon answers: it is not running, or its socket may not be opened (the group "docker", or root, may)',
  DAEMON_FAILED:
    'the daemon answered with an error, or ended in the middle of its answer: see its log',
  DAEMON_STORE_DRIVER:
    "the daemon's store is of a kind that is not read directly: the image is read through docker save",
};

/** An image, or a part of it, that cannot be opened, trusted or read. */
export class ImageError extends PlimsollError<ImageErrorCode> {}
