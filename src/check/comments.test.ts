import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commentIgnores } from './comments.ts';

const scopes = {
  next: (line: number) => ({ first: line, last: line + 1 }),
  block: () => ({ first: 1, last: 50 }),
};

const read = (text: string, trailing = false): readonly string[] =>
  commentIgnores('Dockerfile', [{ line: 4, text, trailing }], scopes).map((one) =>
    [
      one.origin,
      one.ids.join('+'),
      one.lines === undefined ? 'file' : `${one.lines.first}-${one.lines.last}`,
      one.reason,
      one.expires ?? '',
    ]
      .join(' ')
      .trim(),
  );

test('commentIgnores() reads the comments of every tool', () => {
  const rows: readonly [string, readonly string[], boolean?][] = [
    [
      ' plimsoll ignore=DF-FROM-LATEST the mirror pins it',
      ['plimsoll DF-FROM-LATEST 5-6 the mirror pins it'],
    ],
    ['plimsoll ignore=A,B until=2027-01-31 why', ['plimsoll A+B 5-6 why 2027-01-31']],
    ['plimsoll:ignore=A', ['plimsoll A 5-6']],
    ['plimsoll ignore-file=A', ['plimsoll A file']],
    ['plimsoll ignore-block=A', ['plimsoll A 1-50']],
    ['plimsoll ignore=A', ['plimsoll A 4-5'], true],
    ['hadolint ignore=DL3008,SC1035', ['hadolint DL3008+SC1035 5-6']],
    ['hadolint global ignore=DL3003', ['hadolint DL3003 file']],
    ['hadolint shell=powershell', []],
    [
      'check=skip=JSONArgsRecommended,StageNameCasing;error=true',
      ['buildkit JSONArgsRecommended+StageNameCasing file'],
    ],
    ['check=error=true;skip=all', ['buildkit buildkit:* file']],
    ['check=experimental=all', []],
    ['trivy:ignore:AVD-DS-0002', ['trivy AVD-DS-0002 5-6']],
    [
      'trivy:ignore:DS-0002:exp:2027-01-01 trivy:ignore:DS-0026',
      ['trivy DS-0002 5-6  2027-01-01', 'trivy DS-0026 5-6'],
    ],
    ['checkov:skip=CKV_DOCKER_2:no probe here', ['checkov CKV_DOCKER_2 1-50 no probe here']],
    ['kics-scan ignore', ['kics * file']],
    ['kics-scan ignore-line', ['kics * 5-5']],
    ['kics-scan ignore-line', ['kics * 4-4'], true],
    ['kics-scan ignore-block', ['kics * 1-50']],
    [
      'kics-scan disable=e36d8880-3f78-4546-b9a1-12f0745ca0d5',
      ['kics e36d8880-3f78-4546-b9a1-12f0745ca0d5 file'],
    ],
    ['we ignore=DL3008 here', []],
    ['hadolintignore=DL3008', []],
    ['plimsoll ignore=', []],
    ['', []],
  ];
  for (const [text, expected, trailing] of rows) {
    assert.deepEqual(
      read(text, trailing).map((one) => one.replace(/ {2}(?=\S)/, '  ')),
      expected,
      text,
    );
  }
});

test('a comment of a million characters costs no more than a short one', () => {
  assert.deepEqual(read(`plimsoll ignore=A${' '.repeat(1_000_000)}`), ['plimsoll A 5-6']);
  assert.deepEqual(read(`hadolint ${' '.repeat(1_000_000)}ignore=A`), []);
});
