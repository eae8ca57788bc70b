import { ecosystemOf } from '../model/index.ts';
import { schemeOf } from '../versions/index.ts';

/** Orders two versions of a package type (`npm`, `deb`); undefined when the type or a version is not understood. */
export function orderVersions(type: string, a: string, b: string): -1 | 0 | 1 | undefined {
  const scheme = schemeOf(ecosystemOf(type)?.scheme ?? '');
  const left = scheme?.parse(a);
  const right = scheme?.parse(b);
  return left === undefined || right === undefined ? undefined : scheme?.compare(left, right);
}
