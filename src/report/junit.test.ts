import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as samples from '../../test/kit/sample-report.ts';
import type { Report } from '../model/index.ts';
import { junit } from './junit.ts';

function rendered(report: Report): string {
  let text = '';
  junit.write(report, (piece) => (text += piece), {
    lang: 'en',
    color: false,
    showSuppressed: false,
    listAllPackages: false,
    program: { name: 'plimsoll', version: '0.0.0' },
  });
  return text;
}

/** Every tag is closed in order, nothing stands outside; texts and attributes hold no raw markup. */
function assertWellFormed(xml: string): void {
  const open: string[] = [];
  const tag = /<\?xml [^>]*\?>|<(\/?)([a-z]+)((?: [a-z]+="[^"<]*")*)(\/?)>|([^<]+)/gy;
  let end = 0;
  for (const match of xml.matchAll(tag)) {
    end = match.index + match[0].length;
    const [, closing, name, , single, text] = match;
    if (text !== undefined) assert.doesNotMatch(text, /&(?!(amp|lt|gt|quot);)|>/);
    else if (closing === '/') assert.equal(open.pop(), name);
    else if (name !== undefined && single !== '/') open.push(name);
  }
  assert.equal(end, xml.length, `markup ends at ${xml.slice(end, end + 60)}`);
  assert.deepEqual(open, []);
}

test('junit: findings fail, undecided ones and gaps are errors, clean targets pass', () => {
  const text = rendered(samples.sampleReport);
  assertWellFormed(text);
  assert.match(text, /<testsuites [^>]*tests="17" failures="16" errors="1">/);
  assert.match(rendered(samples.clean), /tests="3" failures="0" errors="0"/);
  assert.match(rendered(samples.withoutDatabase), /tests="6" failures="0" errors="3"/);
});

test('junit stays well-formed whatever strangers wrote', () => {
  for (const name of [
    '</testcase>',
    '"><x y="',
    ']]>',
    '&amp;<',
    'a\u0000\u001b\ufffe\ud800',
    "'",
  ]) {
    const item = { ...samples.packages['bash']!, name, version: name };
    const one = samples.finding(name, item, { severity: 'low', title: name, fixed: [name] });
    const report: Report = {
      ...samples.partial,
      subject: { kind: 'image', name },
      packages: [item],
      findings: [one],
    };
    assertWellFormed(rendered(report));
    assert.doesNotMatch(rendered(report), /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/);
  }
});

test('junit has the line of a fault and what to do', () => {
  const text = rendered(samples.faultyFile());
  assert.match(text, /name="\[LOW\] DF-X Dockerfile:3"/);
  assert.match(text, />a &amp; b\ndo &lt;this&gt;\nhttps:\/\/example\.com/);
  assert.doesNotMatch(text, /javascript:/);
});
