import { containerdSource } from './containerd.ts';
import type { ImageSource } from './contract.ts';
import { dockerArchive } from './docker-archive.ts';
import { registrySource } from './registry.ts';
import { dockerSource } from './docker.ts';
import { ociArchive, ociDir } from './oci-layout.ts';
import { podmanSource } from './podman.ts';

export { openDirectory } from './directory.ts';
export { openInput } from './open.ts';
export { mergeLayers } from './tree.ts';
export { walkPackedLayers } from './packed.ts';
export { walkChunks, walkLayer } from './walk.ts';

/** Every place images come from, in the order in which a bare reference is searched; a new one is a new file and one line here. */
export const imageSources: readonly ImageSource[] = [
  ociDir,
  ociArchive,
  dockerArchive,
  dockerSource,
  containerdSource,
  podmanSource,
  registrySource,
];
