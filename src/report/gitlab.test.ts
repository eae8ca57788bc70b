import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { needsShared, sharedPath } from '../../test/kit/outside.ts';
import * as samples from '../../test/kit/sample-report.ts';
import { differences, fromTrivy } from '../../test/kit/trivy-report.ts';
import type { Report } from '../model/index.ts';
import type { RenderOptions } from './contract.ts';
import { gitlab } from './gitlab.ts';

type Parsed = ReturnType<typeof JSON.parse>;

const options: RenderOptions = {
  lang: 'en',
  color: false,
  showSuppressed: false,
  listAllPackages: false,
  program: { name: 'plimsoll', version: '0.0.0' },
};

function parsed(report: Report, more: Partial<RenderOptions> = {}): Parsed {
  let text = '';
  gitlab.write(report, (piece) => (text += piece), { ...options, ...more });
  return JSON.parse(text);
}

test(
  'gitlab carries every fact of an outside document of the same findings',
  needsShared('cases/scan/report-goldens'),
  () => {
    const read = (name: string): Parsed =>
      JSON.parse(readFileSync(sharedPath(`cases/scan/report-goldens/alpine-310.${name}`), 'utf8'));
    const wanted = read('gitlab.golden');
    const source = read('json.golden');
    const ours = parsed(fromTrivy(source), { created: source.CreatedAt });
    // Their tool and site; their id is the CVE, which stands in our identifiers.
    const theirs = /^\.scan\.(analyzer|scanner)\.|vulnerabilities\.\d+\.id$|identifiers\.\d+\.url$/;
    // The outside template writes HTML entities into addresses.
    const plain = JSON.parse(JSON.stringify(wanted).replaceAll('&amp;amp;', '&amp;'));
    const { missing, compared } = differences(plain, ours, theirs);
    assert.deepEqual(missing, []);
    assert.ok(compared > 100, `compared ${compared} facts`);
  },
);

test('gitlab: ids are unique, times fixed, bounds kept', () => {
  const { vulnerabilities, scan } = parsed(samples.sampleReport);
  const ids = vulnerabilities.map((one: Parsed) => one.id);
  assert.equal(new Set(ids).size, ids.length);
  assert.equal(scan.start_time, '2026-11-20T06:00:00');
  assert.equal(parsed(samples.withoutDatabase).scan.start_time, '1970-01-01T00:00:00');
  const long = samples.finding('CVE-2025-1111', samples.packages['zlib']!, {
    severity: 'low',
    title: 'x'.repeat(400),
    detail: { references: ['javascript:alert(1)', 'https://ok.example/'] },
  });
  const [one] = parsed({ ...samples.clean, findings: [long] }).vulnerabilities;
  assert.equal(one.name.length, 255);
  assert.deepEqual(one.links, [{ url: 'https://ok.example/' }]);
});

test('gitlab: what is unknown is a message of the scan', () => {
  assert.equal(parsed(samples.partial).scan.messages.length, 5);
  assert.equal(parsed(samples.withoutDatabase).scan.messages.length, 4);
  assert.equal(parsed(samples.clean).scan.messages, undefined);
  assert.equal(parsed({ ...samples.clean, status: 'failed' }).scan.status, 'failure');
});
