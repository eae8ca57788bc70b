import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import { githubWorkflow } from './github-workflow.ts';
import { embeddedSbom, sbomDocument } from './sbom.ts';
import { terraformLock } from './terraform-lock.ts';

const stat = { size: 1, mode: 0o644 };
const hash = '11bd71901bbe5b1630ceea73d27597364c9af683';

const workflow = `on: push
jobs:
  a:
    steps:
      - uses: actions/checkout@${hash} # v4.2.2
      - uses: "actions/cache/save@v3"
      - uses: ./local
      - uses: docker://alpine:3.18
      - uses: actions/none@
      - run: 'echo "uses: a/b@v1"'
  b:
    uses: org/repo/.github/workflows/x.yml@main
runs:
  steps:
    - uses: actions/setup-go@${hash.replace('1', '2')} # pinned
`;

test('workflows: actions of others, by version where a comment tells it', () => {
  const { packages } = githubWorkflow.read(readerOf('.github/workflows/a.yml', workflow));
  assert.deepEqual(
    packages?.map(({ name, version, purl, qualifiers, lines }) => [
      name,
      version,
      purl,
      qualifiers?.['commit'] !== undefined,
      lines?.startLine,
    ]),
    [
      ['actions/checkout', 'v4.2.2', 'pkg:github/actions/checkout@v4.2.2', true, 5],
      ['actions/cache', 'v3', 'pkg:github/actions/cache@v3#save', false, 6],
      ['org/repo', 'main', 'pkg:github/org/repo@main#.github/workflows/x.yml', false, 12],
      [
        'actions/setup-go',
        hash.replace('1', '2'),
        `pkg:github/actions/setup-go@${hash.replace('1', '2')}`,
        true,
        15,
      ],
    ],
  );
});

const lock = `# made by "terraform init"
provider "registry.terraform.io/hashicorp/aws" {
  version     = "5.31.0"
  constraints = "~> 5.0"
  hashes = [
    "h1:abc=",
  ]
}
provider "x/lost" {
}
`;

test('.terraform.lock.hcl: providers with their lines', () => {
  const { packages, problems } = terraformLock.read(readerOf('.terraform.lock.hcl', lock));
  assert.deepEqual(packages, [
    {
      name: 'hashicorp/aws',
      version: '5.31.0',
      type: 'terraform',
      purl: 'pkg:terraform/hashicorp/aws@5.31.0?repository_url=registry.terraform.io',
      lines: { startLine: 2, endLine: 8 },
    },
  ]);
  assert.equal(problems?.[0]?.line, 9);
});

test('bills of materials in an image go by their names, and say nothing of its system', () => {
  for (const path of ['a/bom.json', 'x.CDX.json', 'opt/bitnami/a/.spdx-a.spdx', '.spdx.a.json'])
    assert.ok(embeddedSbom.wants(path, stat), path);
  for (const path of ['a/x.bom.json', 'sbom.bom.xml', 'a.spdx.foo', 'bom.json/a', 'spdx'])
    assert.equal(embeddedSbom.wants(path, stat), false, path);
  const document = 'pkg:deb/debian/a@1?distro=debian-12\n';
  const { os, packages } = embeddedSbom.read(readerOf('a.spdx', document));
  assert.deepEqual([os, packages?.length], [undefined, 1]);
  assert.equal(sbomDocument.read(readerOf('any', document)).os?.id, 'debian');
});

test('a bom.json of another kind is nobody’s, one of a telling name is damaged', () => {
  assert.deepEqual(embeddedSbom.read(readerOf('a/bom.json', '{"parts": []}')), {});
  assert.throws(() => embeddedSbom.read(readerOf('a.cdx.json', '{"parts": []}')), {
    code: 'SBOM_UNKNOWN',
  });
});

test('fuzz workflows and provider locks', () => {
  fuzz([Buffer.from(workflow)], (bytes) => githubWorkflow.read(readerOf('a.yml', bytes)));
  fuzz([Buffer.from(lock)], (bytes) => terraformLock.read(readerOf('a.hcl', bytes)));
});
