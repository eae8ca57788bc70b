import { join } from 'node:path';
import { openBolt } from '../formats/bolt.ts';
import type { BoltBucket } from '../formats/bolt.ts';
import { isDigest } from '../formats/digest.ts';
import { formatImageReference, parseImageReference } from '../formats/image-reference.ts';
import { kindOf, openFile, readRange } from '../io/files.ts';
import { homeFolder } from '../io/folders.ts';
import type { Environment } from '../io/http-agents.ts';
import { surroundings } from '../io/process.ts';
import { printable } from '../model/index.ts';
import { openContainerdContent } from './containerd-content.ts';
import type { ImageSource, OpenImage, OpenOptions } from './contract.ts';
import { imageNote } from './notes.ts';

/**
 * Images of a containerd (Kubernetes nodes, nerdctl, ctr), read from its own folders. Its socket is
 * not needed, and belongs to root as the folders do.
 */
export const containerdSource: ImageSource = makeContainerdSource(() => surroundings().environment);

/** The containerd source with its environment given. */
export function makeContainerdSource(environment: () => Environment): ImageSource {
  return {
    id: 'containerd',
    prefix: 'containerd:',
    title: 'containerd',
    open: (reference, options) => openFromContainerd(environment(), reference, options),
  };
}

/** Where containerd keeps its content: of the system, of the user, and of the distributions of Kubernetes that bring their own. */
function rootsOf(environment: Environment): readonly string[] {
  const named = environment['CONTAINERD_ROOT'] ?? '';
  if (named !== '') return [named];
  const data = environment['XDG_DATA_HOME'] ?? join(homeFolder(environment), '.local', 'share');
  return [
    '/var/lib/containerd',
    join(data, 'containerd'),
    '/var/lib/rancher/k3s/agent/containerd',
    '/var/lib/rancher/rke2/agent/containerd',
    '/var/snap/microk8s/common/var/lib/containerd',
  ];
}

/** Namespaces that tools put images into when told nothing else: nerdctl and ctr, Kubernetes, docker. */
const usualNamespaces: readonly string[] = ['default', 'k8s.io', 'moby'];

interface Target {
  readonly namespace: string;
  readonly name: string;
  readonly digest: string;
}

async function openFromContainerd(
  environment: Environment,
  reference: string,
  options: OpenOptions,
): Promise<OpenImage | undefined> {
  for (const root of rootsOf(environment)) {
    const path = join(root, 'io.containerd.metadata.v1.bolt', 'meta.db');
    if (kindOf(path) !== 'file') continue;
    const target = targetIn(path, namesOf(reference), environment['CONTAINERD_NAMESPACE']);
    if (target === undefined) continue;
    const { name, digest, namespace } = target;
    const image = await openContainerdContent(
      root,
      {
        name: `"${printable(name)}"`,
        digest,
        tags: isNamed(name) ? [name] : [],
        digests: isNamed(name) ? [withDigest(name, digest)] : [],
        source: 'containerd',
      },
      options,
    );
    const note = imageNote('image.containerdStore', { namespace: printable(namespace) });
    return { ...image, notes: [note] };
  }
  return undefined;
}

/** Kubernetes also lists images under their bare digests, which are no names to show. */
function isNamed(name: string): boolean {
  return !isDigest(name);
}

function withDigest(name: string, digest: string): string {
  const { registry, repository } = parseImageReference(name);
  return formatImageReference({ registry, repository, digest });
}

/** The names that a reference may be listed under: as it was typed, and with the defaults written out. */
function namesOf(reference: string): readonly string[] {
  if (isDigest(reference)) return [reference];
  return [...new Set([formatImageReference(parseImageReference(reference)), reference])];
}

/** Looks the names up: buckets `v1`, namespace, `images`, name, `target` (containerd, core/metadata/buckets.go). */
function targetIn(
  path: string,
  names: readonly string[],
  only: string | undefined,
): Target | undefined {
  const file = openFile(path);
  try {
    const { size } = file;
    const read = (offset: number, length: number): Buffer =>
      readRange(file, offset, Math.max(0, Math.min(length, size - offset)));
    const version = openBolt({ size, read }).bucket('v1');
    if (version === undefined) return undefined;
    const wanted = only === undefined || only === '' ? namespacesOf(version) : [only];
    for (const namespace of wanted) {
      const images = version.bucket(namespace)?.bucket('images');
      for (const name of names) {
        const found = images?.bucket(name)?.bucket('target')?.get('digest');
        const digest = found === undefined ? '' : Buffer.from(found).toString('latin1');
        if (isDigest(digest)) return { namespace, name, digest };
      }
    }
    return undefined;
  } finally {
    file.close();
  }
}

function namespacesOf(version: BoltBucket): readonly string[] {
  const there = [...version.names()];
  return [
    ...usualNamespaces.filter((name) => there.includes(name)),
    ...there.filter((name) => !usualNamespaces.includes(name)),
  ];
}
