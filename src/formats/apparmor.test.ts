import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { fuzz } from '../../test/kit/fuzz.ts';
import { needsProgram } from '../../test/kit/native.ts';
import { needsShared, sharedPath } from '../../test/kit/outside.ts';
import { runSuite } from '../../test/kit/suite.ts';
import { matchesPath } from './apparmor-path.ts';
import { parseAppArmor } from './apparmor.ts';

const sample = `# a comment, with a comma
#include <tunables/global>
include if exists <local/x>
abi <abi/3.0>,
@{ROOT}=/srv /opt
@{ROOT}+=/var/lib
profile "my shop" /usr/bin/shop flags=(attach_disconnected, complain) {
  #include <abstractions/base>
  capability net_admin, setuid,
  deny @{ROOT}/{a,b}/** wklx, # behind it
  audit deny owner /etc/{shadow,gshadow} r,
  network inet stream,
  mount options=(ro, bind) /a -> /b,
  signal (send,receive) peer="my shop",
  r /etc/hosts,
  "/with space/x" rw,
  /usr/bin/other Cx -> child,
  file,
  profile child {
    /x rix,
  }
  ^hat {
    /y m,
  }
}
/usr/bin/plain {
  /[a-f0-9]*/{,x} r,
}
`.replace('capability net_admin, setuid,', 'capability net_admin setuid,');

test('parseAppArmor reads rules, hats, variables and lines', () => {
  const { profiles, variables } = parseAppArmor(sample, 'a text');
  assert.deepEqual(
    profiles.map(({ name, flags, startLine, endLine }) => [name, flags.join(), startLine, endLine]),
    [
      ['my shop', 'attach_disconnected,complain', 7, 25],
      ['/usr/bin/plain', '', 26, 28],
    ],
  );
  assert.deepEqual(variables.get('@{ROOT}'), ['/srv', '/opt', '/var/lib']);
  assert.deepEqual(
    profiles[0]?.rules.map(
      ({ kind, deny, words, line }) => `${line} ${deny ? '!' : ''}${kind}: ${words.join('|')}`,
    ),
    [
      '8 include: #include|<abstractions/base>',
      '9 capability: capability|net_admin|setuid',
      '10 !file: @{ROOT}/{a,b}/**|wklx',
      '11 !file: /etc/{shadow,gshadow}|r',
      '12 network: network|inet|stream',
      '13 mount: mount|options=(ro, bind)|/a|->|/b',
      '14 signal: signal|(send,receive)|peer=my shop',
      '15 file: /etc/hosts|r',
      '16 file: /with space/x|rw',
      '17 file: /usr/bin/other|Cx|->|child',
      '18 file: ',
    ],
  );
  assert.deepEqual(
    profiles[0]?.profiles.map(({ name }) => name),
    ['child', '^hat'],
  );
});

/** Texts, and whether apparmor_parser takes them. */
const rows: readonly (readonly [string, boolean])[] = [
  [sample.replaceAll(/#?include[^\n]*\n/g, '').replace('abi <abi/3.0>,\n', ''), true],
  ['profile a { }\n', true],
  ['profile a {\n  /x r,\n', false],
  ['profile a {\n  /x r\n}\n', false],
  ['profile a {\n  capability no_such,\n}\n', false],
  ['profile a {\n  capability,\n  network,\n}\n', true],
  ['profile a {\n  /x q,\n}\n', false],
  ['profile a {\n  nonsense here,\n}\n', false],
  ['profile {\n  /x r,\n}\n', false],
  ['}\n', false],
  ['/x r,\n', false],
  ['profile a {\n  /{x,y r,\n}\n', false],
  ['profile a flags=(complain) {\n  deny /x w,\n}\n', true],
  ['profile a {\n  owner /x rw,\n  audit /y r,\n}\n', true],
  ['profile a {\n  ptrace (read) peer=b,\n  signal,\n  umount,\n  pivot_root,\n}\n', true],
  ['profile a {\n  change_profile -> b,\n  /bin/x Pix,\n}\n', true],
];

test(
  'parseAppArmor takes and refuses what apparmor_parser does',
  needsProgram('apparmor_parser'),
  () => {
    for (const [text, good] of rows) {
      const { status, stderr } = spawnSync('apparmor_parser', ['-Q', '-K'], {
        input: text,
        encoding: 'utf8',
      });
      assert.equal(status === 0, good, `apparmor_parser: ${text}${stderr}`);
    }
  },
);

test('parseAppArmor names the line of a fault', () => {
  for (const [text, good] of rows) {
    if (good) assert.doesNotThrow(() => parseAppArmor(text, 'a text'), text);
    else
      assert.throws(
        () => parseAppArmor(text, 'a text'),
        { code: 'APPARMOR_INVALID', message: /line \d/ },
        text,
      );
  }
  assert.throws(() => parseAppArmor('profile a {\n'.repeat(200), 'a text'), {
    code: 'LIMIT_EXPANSION_DEPTH',
  });
});

test('matchesPath follows the globs of apparmor.d(5)', () => {
  const found: readonly (readonly [string, string, boolean])[] = [
    ['/a/*', '/a/b', true],
    ['/a/*', '/a/b/c', false],
    ['/a/**', '/a/b/c', true],
    ['/a/{b,c/d}/e', '/a/c/d/e', true],
    ['/a/{b,c{d,e}}', '/a/ce', true],
    ['/a/{,b}', '/a/', true],
    ['/[^1-9]*', '/x', true],
    ['/[^1-9]*', '/1x', false],
    ['/a?', '/a/', false],
    ['/a\\*', '/a*', true],
    ['/a\\*', '/ab', false],
    ['/sys/[^f]*/**', '/sys/kernel/security/x', true],
    ['/sys/[^f]*/**', '/sys/firmware/x', false],
  ];
  for (const [pattern, path, same] of found)
    assert.equal(matchesPath(pattern, path), same, `${pattern} ${path}`);
});

test('matchesPath ends, whatever the pattern', () => {
  const letters = fc.constantFrom(
    '*',
    '**',
    '{',
    '}',
    ',',
    '[',
    ']',
    '^',
    '-',
    '?',
    '/',
    'a',
    '\\',
  );
  fc.assert(
    fc.property(fc.string({ unit: letters, maxLength: 80 }), (pattern) => {
      matchesPath(pattern, '/proc/sys/kernel/core_pattern');
    }),
    { seed: 1 },
  );
  assert.equal(matchesPath('*'.repeat(20_001), 'a'.repeat(40)), true);
  assert.equal(matchesPath(`${'{*,'.repeat(15)}${'}'.repeat(15)}b`, 'a'.repeat(40)), false);
});

const goldens = 'cases/posture/moby-profiles/apparmor.jsonl';

test('the profiles that Docker makes are read', needsShared(goldens), async () => {
  const lines = readFileSync(sharedPath(goldens), 'utf8').trim().split('\n');
  const cases = lines.map((line) => JSON.parse(line) as { name: string; expectText: string });
  await runSuite(
    'moby-profiles/apparmor',
    cases.map(({ name, expectText }) => ({
      id: name,
      run: () => {
        const { profiles } = parseAppArmor(expectText, name);
        assert.equal(profiles.length, 1);
        const rules = expectText
          .split('\n')
          .filter((line) => /^ {2}(?!#(?!include)).*\S/.test(line));
        assert.equal(profiles[0]?.rules.length, rules.length);
      },
    })),
  );
});

test('parseAppArmor of damaged profiles ends', () => {
  fuzz(
    [sample, ...rows.map(([text]) => text)].map((text) => Buffer.from(text)),
    (bytes) => parseAppArmor(bytes.toString(), 'a text'),
  );
});
