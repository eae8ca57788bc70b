import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languageOf } from './language.ts';

test('languageOf: the option, then PLIMSOLL_LANG, then the POSIX variables in their order', () => {
  const rows: readonly (readonly [readonly string[], Readonly<Record<string, string>>, string])[] =
    [
      [[], {}, 'en'],
      [[], { LANG: 'zh_CN.UTF-8' }, 'zh-CN'],
      [[], { LANG: 'de_DE.UTF-8' }, 'en'],
      [[], { LC_ALL: 'C', LANG: 'zh_CN.UTF-8' }, 'en'],
      [[], { LC_MESSAGES: 'zh_CN', LANG: 'C' }, 'zh-CN'],
      [[], { PLIMSOLL_LANG: 'en', LC_ALL: 'zh_CN' }, 'en'],
      [['image', '--lang', 'zh-CN'], { LANG: 'C' }, 'zh-CN'],
      [['image', '--lang=en'], { LANG: 'zh_CN' }, 'en'],
      [['--lang'], { LANG: 'zh_CN' }, 'zh-CN'],
    ];
  for (const [given, environment, wanted] of rows)
    assert.equal(languageOf(given, environment), wanted, JSON.stringify([given, environment]));
});
