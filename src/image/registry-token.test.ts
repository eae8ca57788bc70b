import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { parseChallenges } from './registry-token.ts';

const headers: readonly (readonly [string, readonly (readonly [string, object])[]])[] = [
  [
    'Bearer realm="https://auth.example/token",service="registry.example",scope="a:b:pull,push"',
    [
      [
        'bearer',
        {
          realm: 'https://auth.example/token',
          service: 'registry.example',
          scope: 'a:b:pull,push',
        },
      ],
    ],
  ],
  [
    'Basic realm="a \\"quoted\\" word, and a comma"',
    [['basic', { realm: 'a "quoted" word, and a comma' }]],
  ],
  ['BEARER Realm = "x" , Service=y', [['bearer', { realm: 'x', service: 'y' }]]],
  ['Negotiate, Basic realm="x"', [['basic', { realm: 'x' }]]],
  ['Negotiate abc=, Bearer realm=x', [['bearer', { realm: 'x' }]]],
  [
    'Basic realm="x", Bearer realm="y",service="z"',
    [
      ['basic', { realm: 'x' }],
      ['bearer', { realm: 'y', service: 'z' }],
    ],
  ],
  ['Basic', [['basic', {}]]],
  ['Bearer __proto__="x"', [['bearer', { ['__proto__']: 'x' }]]],
  ['realm="x"', []],
  ['Digest realm="x"', []],
  ['', []],
  ['"""', []],
];

for (const [header, expected] of headers) {
  test(`parseChallenges: ${header === '' ? 'nothing' : header}`, () => {
    const found = parseChallenges(header).map(({ scheme, parameters }) => [
      scheme,
      [...parameters],
    ]);
    assert.deepEqual(
      found,
      expected.map(([scheme, parameters]) => [scheme, Object.entries(parameters)]),
    );
  });
}

test('parseChallenges: mutated headers are read without an error', () => {
  fuzz(
    headers.map(([header]) => Buffer.from(header)),
    (bytes) => parseChallenges(String(Buffer.from(bytes))),
  );
});
