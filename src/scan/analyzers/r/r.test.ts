import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import { rDescription } from './r-description.ts';
import { renv } from './renv.ts';

const lock = `{ "R": { "Version": "4.3.1" }, "Packages": {
  "markdown": { "Package": "markdown", "Version": "1.0", "Source": "Repository", "Repository": "RSPM", "Requirements": ["mime", "R"] },
  "mime": {
    "Package": "mime", "Version": "0.12.1", "Source": "GitHub",
    "RemoteUsername": "yihui", "RemoteRepo": "mime", "RemoteSha": "1763"
  },
  "BSgenome": { "Version": "1.60.0", "Source": "Bioconductor" },
  "gl": { "Version": "2.0", "Source": "GitLab", "RemoteUrl": "https://h.example/gl", "RemoteSha": "ab" },
  "lost": { "Version": "1.0", "Source": "Unknown" },
  "bare": { "Source": "Repository" }
} }`;

test('renv.lock: CRAN and its mirrors, Bioconductor, repositories; the rest is told', () => {
  const { packages, problems } = renv.read(readerOf('renv.lock', lock));
  assert.deepEqual(
    packages?.map(({ name, version, type, purl, dependsOn, lines }) => [
      name,
      version,
      type,
      purl,
      dependsOn,
      lines?.startLine,
    ]),
    [
      ['markdown', '1.0', 'cran', undefined, ['mime@0.12.1'], 2],
      ['mime', '0.12.1', 'cran', 'pkg:github/yihui/mime@1763', undefined, 3],
      ['BSgenome', '1.60.0', 'bioconductor', undefined, undefined, 7],
      [
        'gl',
        '2.0',
        'cran',
        'pkg:cran/gl@2.0?vcs_url=git%2Bhttps:%2F%2Fh.example%2Fgl%40ab',
        undefined,
        8,
      ],
    ],
  );
  assert.deepEqual(
    problems?.map(({ line }) => line),
    [9, 10],
  );
});

const installed = `Package: stringr
Title: Strings
Version: 1.5-0.9
Authors@R: 
    c(person(given = "H"))
Maintainer: A <a@h.example>
License: MIT + file LICENSE
Built: R 4.3.0; ; 2023; unix
`;

test('DESCRIPTION: installed packages, and files that only have the name', () => {
  const read = (text: string): unknown => rDescription.read(readerOf('DESCRIPTION', text)).packages;
  assert.deepEqual(read(installed), [
    {
      name: 'stringr',
      version: '1.5-0.9',
      type: 'cran',
      licenses: ['MIT + file LICENSE'],
      maintainer: 'A <a@h.example>',
    },
  ]);
  assert.match(JSON.stringify(read(`${installed}biocViews: Sequencing\n`)), /bioconductor/);
  for (const other of ['a text\n', 'Package: x\nVersion: $VERSION\n', 'Version: 1.0\n', ''])
    assert.equal(read(other), undefined, other);
});

test('fuzz R files', () => {
  fuzz([Buffer.from(lock)], (bytes) => renv.read(readerOf('renv.lock', bytes)));
  fuzz([Buffer.from(installed)], (bytes) => rDescription.read(readerOf('DESCRIPTION', bytes)));
});
