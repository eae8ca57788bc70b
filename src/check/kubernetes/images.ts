import { shown } from './fields.ts';
import type { Container, Path } from './view.ts';

/** The image of a container, in parts as written: a tag that is not given is absent, not `latest`. */
export interface ContainerImage {
  readonly text: string;
  /** `docker.io` when none is written. */
  readonly registry: string;
  /** Path within the registry: `library/nginx` for `nginx`. */
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
  readonly path: Path;
}

/** The image of a container; undefined when it names none, or leaves it to be filled in. */
export function imageOf({ spec, path }: Container): ContainerImage | undefined {
  const text = shown(spec['image']).trim();
  if (text === '') return undefined;
  const at = text.indexOf('@');
  const named = at < 0 ? text : text.slice(0, at);
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const name = colon < 0 ? named : named.slice(0, colon);
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const isHost = /[.:]/.test(first) || first === 'localhost';
  const rest = isHost ? name.slice(slash + 1) : name;
  return {
    text,
    registry: isHost ? first : 'docker.io',
    repository: !isHost && !rest.includes('/') ? `library/${rest}` : rest,
    ...(colon >= 0 && { tag: named.slice(colon + 1) }),
    ...(at >= 0 && { digest: text.slice(at + 1) }),
    path: [...path, 'image'],
  };
}

/**
 * Whether an image is one of those that a pattern means: a registry (`gcr.io`, and those below it),
 * a beginning (`openpolicyagent/`, `mirror.example/*`), or an image with or without its tag.
 */
export function imageMatches(image: ContainerImage, pattern: string): boolean {
  const { text, registry, repository, tag } = image;
  if (registry === pattern || registry.endsWith(`.${pattern}`)) return true;
  const full = `${registry}/${repository}`;
  const names = [text, full, `${full}:${tag ?? 'latest'}`];
  if (pattern.endsWith('*')) return names.some((name) => name.startsWith(pattern.slice(0, -1)));
  if (pattern.endsWith('/')) return names.some((name) => name.startsWith(pattern));
  const untagged = tag === undefined ? text : text.slice(0, text.lastIndexOf(`:${tag}`));
  return [...names, untagged].includes(pattern);
}
