import { findSecrets, isPlaceholder, isSecretName } from '../secrets/index.ts';

/**
 * Why a variable holds a credential: the kind that its value has the form of, or `named as one`.
 * Undefined when it holds none, a reference or the path of a file.
 */
export function credentialIn(name: string, value: string): string | undefined {
  const [found] = findSecrets(value);
  if (found !== undefined) return found.kind.id;
  if (!isSecretName(name) || value.startsWith('/') || isPlaceholder(value)) return undefined;
  return 'named as one';
}
