import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import { vendoredScript } from './vendored-script.ts';

const stat = { size: 1000, mode: 0o644 };

function found(path: string, text: string): string | undefined {
  const bytes = Buffer.from(text);
  if (vendoredScript.wantsHead?.(bytes.subarray(0, 4096), path, stat) !== true) return undefined;
  const [one] = vendoredScript.read(readerOf(path, bytes)).packages ?? [];
  assert.deepEqual([one?.type, one?.qualifiers], ['npm', { vendored: 'true' }]);
  return `${one?.name}@${one?.version}`;
}

test('a comment at the top names library and version', () => {
  for (const [text, expected] of [
    ['/*! jQuery v3.4.1 | (c) JS Foundation */', 'jquery@3.4.1'],
    ['/*!\n * jQuery JavaScript Library v1.12.4\n * x\n */', 'jquery@1.12.4'],
    ['/*\n * jQuery 1.2.6 - New Wave Javascript\n */', 'jquery@1.2.6'],
    ['/*! jQuery UI - v1.12.1 - 2016-09-14\n', 'jquery-ui@1.12.1'],
    ['/*!\n  * Bootstrap v4.3.1 (https://getbootstrap.com/)\n', 'bootstrap@4.3.1'],
    ['/* bundled */\n/*!\n * Vue.js v2.6.12\n', 'vue@2.6.12'],
    ['/** @license React v16.13.1\n * react-dom.production.min.js\n', 'react-dom@16.13.1'],
    ['/** @license React v16.13.1\n * react.production.min.js\n', 'react@16.13.1'],
    ['//! moment.js\n//! version : 2.29.1\n', 'moment@2.29.1'],
    ['/**\n * @license\n * Lodash <https://lodash.com/>\n */', undefined],
    ['/**\n * @license\n * lodash 4.17.4 <https://lodash.com/>\n */', 'lodash@4.17.4'],
    ['//     Underscore.js 1.8.3\n', 'underscore@1.8.3'],
    ['// https://d3js.org v5.7.0 Copyright\n', 'd3@5.7.0'],
    ['/*!\n   Select2 4.0.0-rc.2\n', 'select2@4.0.0-rc.2'],
  ] as const)
    assert.equal(found('var/www/a.js', text), expected, text);
});

test('a file name tells it where no comment does', () => {
  for (const [path, expected] of [
    ['www/jquery-3.4.1.min.js', 'jquery@3.4.1'],
    ['www/JQuery-1.9.0b1.js', undefined],
    ['www/jquery-1.7.min.js', 'jquery@1.7.0'],
    ['www/angular-1.2.0-rc.2.js', 'angular@1.2.0-rc.2'],
    ['www/jquery.validate-1.19.0.min.js', 'jquery-validation@1.19.0'],
    ['www/bootstrap.bundle-4.3.1.min.js', 'bootstrap@4.3.1'],
    ['www/moment.2.0.0.js', 'moment@2.0.0'],
    ['jquery.js', undefined],
    ['www/jquery-3.4.1.custom.txt.js', undefined],
    ['www/myjquery-3.4.1.js', undefined],
    ['www/app-1.2.3.js', undefined],
  ] as const)
    assert.equal(found(path, 'var x;'), expected, path);
  assert.equal(found('www/jquery-9.9.9.js', '/*! jQuery v3.4.1 */'), 'jquery@3.4.1');
});

test('mentions are no libraries', () => {
  for (const text of [
    '/* needs jQuery v1.7 or newer */',
    '/*! A plugin for jQuery v1.7 */',
    'var text = "/"; // see https://x.example/jQuery v1.0',
    '/*! jQuery v */',
    '/*! jQuery 1.7 plugin */',
    '/** @license React v16.13.1\n * somebody-elses.js\n',
    `${' '.repeat(5000)}/*! jQuery v3.4.1 */`,
    '/*'.repeat(2000),
    '',
  ])
    assert.equal(found('a.js', text), undefined, text.slice(0, 60));
});

test('wants: scripts outside of installed packages', () => {
  assert.ok(vendoredScript.wants('var/www/html/js/jquery.min.js', stat));
  assert.ok(vendoredScript.wants('var/www/slang/jquery.js', stat));
  for (const translation of ['www/select2/i18n/de.js', 'locale/x.js', 'a/b/lang/zh-CN.js'])
    assert.equal(vendoredScript.wants(translation, stat), false, translation);
  for (const other of ['a/node_modules/jquery/dist/jquery.js', 'a.json', 'jquery.js/a'])
    assert.equal(vendoredScript.wants(other, stat), false, other);
  assert.equal(vendoredScript.wants('a.js', { size: 2 ** 30, mode: 0o644 }), false);
});

test('fuzz vendored scripts', () => {
  fuzz(
    ['/*! jQuery v3.4.1 */', '//! moment.js\n//! version : 2.29.1\n'].map((text) =>
      Buffer.from(text),
    ),
    (bytes) => {
      vendoredScript.wantsHead?.(bytes, 'www/jquery-1.0.js', stat);
      vendoredScript.read(readerOf('a.js', bytes));
    },
  );
});
