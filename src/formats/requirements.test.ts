import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { normalizedName, parseRequirement, parseRequirements } from './requirements.ts';
import { decodeText } from './text.ts';

const rows: readonly (readonly [string, string, string, string])[] = [
  ['ship', 'ship', '', ''],
  ['ship==1.2', 'ship', '1.2', '==1.2'],
  ['ship == 1.2', 'ship', '1.2', '==1.2'],
  ['ship===1.2-x', 'ship', '1.2-x', '===1.2-x'],
  ['ship[a, b]>=1,<2', 'ship', '', '>=1,<2'],
  ['ship>=1,==1.5', 'ship', '1.5', '>=1,==1.5'],
  ['ship==1.*', 'ship', '', '==1.*'],
  ['ship (>=1)', 'ship', '', '>=1'],
  ['ship~=1.1; python_version < "3"', 'ship', '', '~=1.1'],
  ['ship==1 --hash=sha256:00 --hash=sha256:11', 'ship', '1', '==1'],
  ['a.b-c_d==1', 'a.b-c_d', '1', '==1'],
  ['ship @ https://x.example/ship.zip', 'ship', '', '@ https://x.example/ship.zip'],
  ['ship[a] @ git+https://x.example/ship@v1', 'ship', '', '@ git+https://x.example/ship@v1'],
  ['git+https://x.example/y#egg=ship', 'ship', '', '@ git+https://x.example/y#egg=ship'],
  ['./dist/ship-1.5-py3-none-any.whl', 'ship', '1.5', '@ ./dist/ship-1.5-py3-none-any.whl'],
  ['ship-1.5-py3-none-any.whl', 'ship', '1.5', '@ ship-1.5-py3-none-any.whl'],
  [
    'https://x.example/ship-1.5-py3-none-any.whl#sha256=0',
    'ship',
    '1.5',
    '@ https://x.example/ship-1.5-py3-none-any.whl#sha256=0',
  ],
];

for (const [text, name, version, specifier] of rows) {
  test(`requirement: ${text}`, () => {
    const found = parseRequirement(text);
    assert.deepEqual([found?.name, found?.version, found?.specifier], [name, version, specifier]);
  });
}

test('what names no package is none', () => {
  for (const text of [
    '',
    '.',
    './x',
    'ship=1',
    'ship >> 1',
    'ship 1.2',
    '==1',
    'https://x.example/y.zip',
    '{{ name }}==1',
    'ship[a',
  ])
    assert.equal(parseRequirement(text), undefined, text);
});

const file = `# comment
ship==1 # why
rope \\
  >=2 \\
  --hash=sha256:00

-r other.txt
--requirement=third.txt
-c limits.txt
-e git+https://x.example/y#egg=sail
--index-url https://x.example
./local
nonsense here
`;

test('logical lines, options, includes and what cannot be read', () => {
  const { requirements, includes, unreadable } = parseRequirements(file);
  assert.deepEqual(
    requirements.map(({ name, startLine, endLine }) => [name, startLine, endLine]),
    [
      ['ship', 2, 2],
      ['rope', 3, 5],
      ['sail', 10, 10],
    ],
  );
  assert.deepEqual(includes, ['other.txt', 'third.txt']);
  assert.deepEqual(unreadable, [13]);
});

test('a backslash at the end of the file ends it', () => {
  assert.deepEqual(
    parseRequirements('ship==1 \\').requirements.map(({ name, endLine }) => [name, endLine]),
    [['ship', 1]],
  );
});

test('names are compared by PEP 503', () => {
  assert.equal(normalizedName('A.b__C--d'), 'a-b-c-d');
});

test('fuzz requirements', () => {
  fuzz([Buffer.from(file), Buffer.from(rows.map(([text]) => text).join('\n'))], (bytes) =>
    parseRequirements(decodeText(bytes, 'fuzz')),
  );
});
