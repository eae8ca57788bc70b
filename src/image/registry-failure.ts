import { listOf, objectOf, textOf } from '../formats/json-values.ts';
import { readErrorText } from '../io/http.ts';
import type { HttpResponse } from '../io/http.ts';
import { printable } from '../model/index.ts';
import { ImageError } from './errors.ts';
import type { ImageErrorCode } from './errors.ts';

const codeOfStatus: ReadonlyMap<number, ImageErrorCode> = new Map([
  [401, 'REGISTRY_UNAUTHORIZED'],
  [403, 'REGISTRY_FORBIDDEN'],
  [404, 'REGISTRY_NOT_FOUND'],
  [429, 'REGISTRY_RATE_LIMITED'],
]);

const expectations: Readonly<Record<string, string>> = {
  REGISTRY_UNAUTHORIZED: 'a login for it (or the repository does not exist)',
  REGISTRY_FORBIDDEN: 'permission to pull',
  REGISTRY_NOT_FOUND: 'content',
  REGISTRY_RATE_LIMITED: 'an answer; log in or wait',
  REGISTRY_FAILED: 'an answer',
};

/**
 * The error for an answer that is not what was asked for: told apart by status, with the words of
 * the registry, which are a stranger's: bounded and printable.
 * @param action What was tried, to follow "Cannot": `read manifest "1.0" of "host/app"`.
 * @param problem What else went wrong on the way, such as a failing credential helper.
 */
export async function registryFailure(
  response: HttpResponse,
  action: string,
  problem?: string,
): Promise<ImageError> {
  const { status, headers } = response;
  const code = codeOfStatus.get(status) ?? 'REGISTRY_FAILED';
  const said = registryWords(await readErrorText(response.body).catch(() => ''));
  const wait = headers.get('retry-after');
  const parts = [
    `status ${status}`,
    ...(said === '' ? [] : [`"${said}"`]),
    ...(wait === undefined ? [] : [`to be tried again after "${printable(wait.slice(0, 40))}"`]),
    ...(problem === undefined ? [] : [problem]),
  ];
  return new ImageError(
    code,
    `Cannot ${action}: ${parts.join(', ')}, expected ${expectations[code] ?? 'an answer'}`,
    { temporary: status === 429 || status >= 500 },
  );
}

/** True when the body is an error document of the distribution specification, not just any 404 page. */
export function isRegistryError(text: string): boolean {
  return errorsOf(text).length > 0;
}

function registryWords(text: string): string {
  const words = errorsOf(text).map(
    (error) => textOf(error['message']) ?? textOf(error['code']) ?? '',
  );
  return printable(words.join('; ').slice(0, 300));
}

function errorsOf(text: string): readonly Readonly<Record<string, unknown>>[] {
  try {
    return listOf(objectOf(JSON.parse(text))['errors'])
      .slice(0, 5)
      .map((error) => objectOf(error));
  } catch {
    return [];
  }
}
