import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { readDotenv } from './dotenv.ts';

test('readDotenv() reads assignments as compose does', () => {
  const text = [
    '\ufeff# comment',
    'A=1',
    'export B = two words # comment',
    "C='$not \\n # one'",
    'D="a\\n\\"b\\" $A" # comment',
    'E',
    'F=',
    'G: yaml',
    'H="two',
    'lines"',
    'I=a#b\r',
    'a.b-c=1',
    '   J=#x',
  ].join('\n');
  const { variables, faults } = readDotenv(text);
  assert.deepEqual(faults, []);
  assert.deepEqual(
    variables.map(({ name, value, interpolated, line }) => [name, value, interpolated, line]),
    [
      ['A', '1', true, 2],
      ['B', 'two words', true, 3],
      ['C', '$not \\n # one', false, 4],
      ['D', 'a\n"b" $A', true, 5],
      ['E', undefined, false, 6],
      ['F', '', true, 7],
      ['G', 'yaml', true, 8],
      ['H', 'two\nlines', true, 9],
      ['I', 'a#b', true, 11],
      ['a.b-c', '1', true, 12],
      ['J', '', true, 13],
    ],
  );
});

test('readDotenv() tells lines that assign nothing', () => {
  const { variables, faults } = readDotenv('=1\nA b\n1A=2\nB="open\nC=3\n');
  assert.deepEqual(
    faults.map(({ line }) => line),
    [1, 2, 3, 4],
  );
  assert.deepEqual(
    variables.map(({ name }) => name),
    ['C'],
  );
});

test('readDotenv() survives any bytes', () => {
  fuzz([Buffer.from('A=1\nexport B="x\\n"\nC=\'y\'\n# z\nD: e # f\n')], (bytes) => {
    const { variables } = readDotenv(Buffer.from(bytes).toString());
    for (const { name } of variables) assert.match(name, /^[A-Za-z_]/);
  });
});
