import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { assertGolden } from '../../test/kit/golden.ts';
import { needsShared, sharedPath } from '../../test/kit/outside.ts';
import * as samples from '../../test/kit/sample-report.ts';
import { differences, fromTrivy } from '../../test/kit/trivy-report.ts';
import type { Finding, Report } from '../model/index.ts';
import type { RenderOptions } from './contract.ts';
import { bounded } from './sarif-rule.ts';
import { sarif } from './sarif.ts';

type Parsed = ReturnType<typeof JSON.parse>;

const options: RenderOptions = {
  lang: 'zh-CN',
  color: true,
  showSuppressed: false,
  listAllPackages: false,
  program: { name: 'plimsoll', version: '0.0.0' },
};

function rendered(report: Report): string {
  const pieces: string[] = [];
  sarif.write(report, (text) => pieces.push(text), options);
  return pieces.join('');
}

const runOf = (report: Report): Parsed => JSON.parse(rendered(report)).runs[0];

test('sarif of the sample report is the reviewed document, in English whatever the language', () => {
  assertGolden(new URL('testdata/sample.sarif', import.meta.url), rendered(samples.sampleReport));
});

test(
  'sarif carries every fact of an outside document of the same findings',
  needsShared('cases/scan/report-goldens'),
  () => {
    const read = (name: string): Parsed =>
      JSON.parse(readFileSync(sharedPath(`cases/scan/report-goldens/alpine-310.${name}`), 'utf8'));
    const wanted = read('sarif.golden');
    const ours = JSON.parse(rendered(fromTrivy(read('json.golden'))));
    // Their name, version and site, and the layout of their sentences.
    const theirs =
      /driver\.(fullName|informationUri|name|version)$|helpUri$|\.help\.|\.repoDigests$/;
    const prose = /results\.\d+\.message\.text$/;
    const skip = new RegExp(`${theirs.source}|${prose.source}`);
    const { missing, compared } = differences(wanted, ours, skip);
    assert.deepEqual(missing, []);
    assert.ok(compared > 50, `compared ${compared} facts`);
    const facts = (text: string): string[] => text.replaceAll(/\[|\]\(.*?\)/g, '').split('\n');
    const [theirRun, ourRun] = [wanted.runs[0], ours.runs[0]];
    theirRun.results.forEach((result: Parsed, index: number) => {
      const found = facts(ourRun.results[index].message.text);
      for (const fact of facts(result.message.text)) assert.ok(found.includes(fact), fact);
    });
    theirRun.tool.driver.rules.forEach((rule: Parsed, index: number) => {
      const { text, markdown } = ourRun.tool.driver.rules[index].help;
      for (const fact of facts(rule.help.text)) {
        // Ours names every package of the rule, theirs the last one.
        const value = fact.replace(/^(Package|Fixed Version|Severity|Link): /, '');
        assert.ok(text.includes(value), fact);
        assert.ok(markdown.replaceAll('\\', '').includes(value), fact);
      }
    });
  },
);

test('sarif keeps to the limits of GitHub: the most severe 25,000, and says what was cut', () => {
  const item = samples.packages['openssl']!;
  const findings = Array.from({ length: 25_010 }, (_, index): Finding =>
    samples.finding(`CVE-2025-${10_000 + index}`, item, {
      severity: index < 25_005 ? 'low' : 'critical',
      detail: { description: 'x'.repeat(index === 25_009 ? 50_000 : 1), title: 'y'.repeat(1500) },
    }),
  );
  const run = runOf({ ...samples.clean, findings });
  assert.equal(run.results.length, 25_000);
  assert.equal(run.tool.driver.rules.length, 25_000);
  assert.equal(run.results[4].level, 'error');
  assert.equal(run.results[5].level, 'note');
  const cut = run.invocations[0].toolExecutionNotifications.at(-1);
  assert.match(cut.message.text, /^10 of the least severe results were left out/);
  for (const rule of run.tool.driver.rules) {
    assert.ok(rule.fullDescription.text.length <= 1024);
    assert.ok(rule.shortDescription.text.length <= 1024);
    assert.ok(rule.help.text.length <= 16_000);
  }
});

test('sarif: ruleIndex leads to the rule of each result, fingerprints are unique and stable', () => {
  const run = runOf(samples.sampleReport);
  const keys = run.results.map((result: Parsed) => result.partialFingerprints['plimsoll/v1']);
  assert.equal(new Set(keys).size, keys.length);
  for (const result of run.results) {
    assert.equal(run.tool.driver.rules[result.ruleIndex].id, result.ruleId);
  }
  const turned = {
    ...samples.sampleReport,
    findings: [...samples.sampleReport.findings].reverse(),
  };
  assert.equal(rendered(turned), rendered(samples.sampleReport));
  const rebuilt: Report = {
    ...samples.sampleReport,
    findings: samples.sampleReport.findings.map((one) => ({
      ...one,
      locations: one.locations.map(({ file }) => (file === undefined ? {} : { file })),
    })),
  };
  const again = runOf(rebuilt).results;
  assert.deepEqual(
    again.map((result: Parsed) => result.partialFingerprints['plimsoll/v1']),
    keys,
  );
});

test('sarif: the security severity says the same word as the finding', () => {
  const bandOf = (score: number): string => {
    if (score >= 9) return 'CRITICAL';
    if (score >= 7) return 'HIGH';
    if (score >= 4) return 'MEDIUM';
    return score > 0 ? 'LOW' : 'UNKNOWN';
  };
  for (const { properties } of runOf(samples.sampleReport).tool.driver.rules) {
    assert.equal(bandOf(Number(properties['security-severity'])), properties.tags[2]);
  }
});

test('sarif: what is unknown is open, told as a notification, and never a pass', () => {
  const { results, invocations } = runOf(samples.partial);
  const open = results.filter((result: Parsed) => result.kind === 'open');
  assert.deepEqual(
    open.map((result: Parsed) => [result.ruleId, result.level]),
    [['PYSEC-2026-17', 'none']],
  );
  const ids = invocations[0].toolExecutionNotifications.map((one: Parsed) => one.descriptor.id);
  assert.deepEqual(ids, ['LIMIT_FILE_BYTES', 'FORMAT_JSON', 'not-checked', 'no-feed', 'stale']);
  assert.equal(runOf(samples.clean).invocations[0].toolExecutionNotifications, undefined);
  assert.equal(
    runOf({ ...samples.clean, status: 'failed' }).invocations[0].executionSuccessful,
    false,
  );
});

test('sarif: addresses of results are relative and hold no scheme, query or way up', () => {
  const rows = [
    ['/etc/../../passwd', 'etc/passwd'],
    ['javascript:alert(1)', 'javascript%3Aalert(1)'],
    ['a b/ü?x#y', 'a%20b/%C3%BC%3Fx%23y'],
    ['\ud800', '%EF%BF%BD'],
  ] as const;
  for (const [path, wanted] of rows) {
    const secret: Finding = {
      rule: 'key',
      kind: 'secret',
      severity: 'high',
      verdict: 'affected',
      message: { id: 'x', params: {}, text: 'A key' },
      aliases: [],
      locations: [{ file: { path, startLine: 7 } }],
      evidence: [],
    };
    const [result] = runOf({ ...samples.clean, findings: [secret] }).results;
    const { artifactLocation, region } = result.locations[0].physicalLocation;
    assert.equal(artifactLocation.uri, wanted);
    assert.deepEqual(region, { startLine: 7, startColumn: 1, endLine: 7, endColumn: 1 });
  }
});

test('sarif: a stranger cannot write Markdown into the help text', () => {
  const one = samples.finding('CVE-2025-1111', samples.packages['openssl']!, {
    severity: 'high',
    detail: { description: '![x](http://evil.example) <img src=x> | cell\n# head' },
  });
  const { markdown } = runOf({ ...samples.clean, findings: [one] }).tool.driver.rules[0].help;
  assert.doesNotMatch(markdown, /!\[|<img|[^\\]\| cell|\n# head/);
});

test('bounded() cuts with an ellipsis and never inside a character', () => {
  const rows = [
    ['abc', 3, 'abc'],
    ['abcd', 3, 'ab…'],
    ['a😀b', 3, 'a…'],
    ['', 3, ''],
  ] as const;
  for (const [text, most, wanted] of rows) assert.equal(bounded(text, most), wanted);
});
