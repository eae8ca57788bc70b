import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as samples from '../../test/kit/sample-report.ts';
import type { Report } from '../model/index.ts';
import type { OutputFormat, RenderOptions } from './contract.ts';
import { spdxJson } from './spdx-json.ts';
import { Licenses } from './spdx-license.ts';
import { spdx } from './spdx.ts';

type Parsed = ReturnType<typeof JSON.parse>;

function rendered(format: OutputFormat, report: Report, more: Partial<RenderOptions> = {}): string {
  let text = '';
  format.write(report, (piece) => (text += piece), {
    lang: 'en',
    color: false,
    showSuppressed: false,
    listAllPackages: false,
    program: { name: 'plimsoll', version: '0.0.0' },
    ...more,
  });
  return text;
}

const hostile: Report = {
  ...samples.partial,
  subject: { kind: 'image', name: '<text>\nSPDXID: x' },
  packages: ['<text>', 'a\nPackageName: b', '', '\u202e', '__proto__'].map((name) => ({
    ...samples.packages['bash']!,
    name,
    version: name,
    purl: `pkg:generic/${encodeURIComponent(name)}`,
    maintainer: `${name} <a@b>`,
    licenses: [name, 'MIT'],
    source: { name, version: '1' },
    digest: 'sha256:zz',
  })),
};

test('SPDX: ids are valid and unique, relationships name what is there', () => {
  for (const report of [samples.sampleReport, samples.clean, hostile]) {
    const document: Parsed = JSON.parse(rendered(spdxJson, report));
    const ids: string[] = document.packages.map((one: Parsed) => one.SPDXID);
    assert.equal(new Set(ids).size, ids.length);
    for (const id of ids) assert.match(id, /^SPDXRef-[A-Za-z0-9.-]+$/);
    const known = new Set([...ids, 'SPDXRef-DOCUMENT']);
    for (const { spdxElementId, relatedSpdxElement } of document.relationships) {
      assert.ok(known.has(spdxElementId) && known.has(relatedSpdxElement));
    }
    assert.match(document.creationInfo.created, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    for (const one of document.packages) assert.notEqual(one.name, '');
    assert.equal(rendered(spdxJson, report), rendered(spdxJson, report));
  }
});

test('SPDX: a list that is not whole says so, a whole one says nothing', () => {
  assert.match(JSON.parse(rendered(spdxJson, samples.partial)).comment, /is partial/);
  assert.equal(JSON.parse(rendered(spdxJson, samples.clean)).comment, undefined);
});

test('SPDX tags: one fact a line, whatever strangers wrote', () => {
  const text = rendered(spdx, hostile);
  const opened = text.split('<text>').length;
  assert.equal(opened, text.split('</text>').length);
  const tag = /^(?:$|[A-Z][A-Za-z]+: )/;
  for (const line of text.split('\n')) assert.match(line, tag);
  const whole = JSON.parse(rendered(spdxJson, hostile));
  assert.equal(text.match(/^PackageName: /gm)?.length, whole.packages.length);
  assert.equal(text.match(/^SPDXID: /gm)?.length, whole.packages.length + 1);
});

test('licenses: expressions of known ids stay, other texts become references', () => {
  const licenses = new Licenses();
  assert.equal(licenses.expression(undefined), 'NOASSERTION');
  assert.equal(licenses.expression([]), 'NOASSERTION');
  assert.equal(licenses.expression(['MIT']), 'MIT');
  assert.equal(licenses.expression(['MIT OR Apache-2.0', 'ISC']), '(MIT OR Apache-2.0) AND ISC');
  assert.deepEqual(licenses.texts(), []);
  for (const text of ['GPL', 'MIT OR', 'MIT Apache-2.0', 'see LICENSE', '(MIT']) {
    assert.match(licenses.expression([text]), /^LicenseRef-[0-9a-f]{16}$/, text);
  }
  assert.equal(licenses.texts().length, 5);
});
