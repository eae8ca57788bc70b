import type { Language } from './spec.ts';

/** The language to speak: `--lang`, PLIMSOLL_LANG, then LC_ALL, LC_MESSAGES and LANG as POSIX orders them. */
export function languageOf(
  given: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Language {
  const at = given.indexOf('--lang');
  const named = given.find((text) => text.startsWith('--lang='))?.slice('--lang='.length);
  const asked = named ?? (at === -1 ? undefined : given[at + 1]) ?? environment['PLIMSOLL_LANG'];
  const words =
    asked ?? environment['LC_ALL'] ?? environment['LC_MESSAGES'] ?? environment['LANG'] ?? '';
  return languageNamed(words);
}

/** The language that a name such as `zh_CN.UTF-8` or `en` asks for; English for all others. */
export function languageNamed(name: string | undefined): Language {
  return /^zh/i.test(name ?? '') ? 'zh-CN' : 'en';
}
