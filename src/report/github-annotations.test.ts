import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as samples from '../../test/kit/sample-report.ts';
import type { Finding } from '../model/index.ts';
import { githubAnnotations } from './github-annotations.ts';

const options = {
  lang: 'en',
  color: false,
  showSuppressed: false,
  listAllPackages: false,
  program: { name: 'plimsoll', version: '0' },
} as const;

const finding = (changes: Partial<Finding>): Finding => ({
  rule: 'DF-USER-ROOT',
  kind: 'misconfiguration',
  severity: 'high',
  verdict: 'affected',
  message: { id: '', params: {}, text: 'runs as root' },
  aliases: [],
  locations: [{ file: { path: 'a/Dockerfile', startLine: 3, endLine: 3, startColumn: 6 } }],
  evidence: [],
  ...changes,
});

test('each finding is one command that no text can break out of', () => {
  const rows: readonly [Finding, string][] = [
    [
      finding({}),
      '::error file=a/Dockerfile,line=3,endLine=3,col=6,title=DF-USER-ROOT::runs as root',
    ],
    [finding({ severity: 'medium', locations: [] }), '::warning title=DF-USER-ROOT::runs as root'],
    [
      finding({
        severity: 'low',
        message: { id: '', params: {}, text: '100%\n::stop-commands::x\r' },
        locations: [{ file: { path: 'a:b,c\n::add-mask::d' } }],
      }),
      '::notice file=a%3Ab%2Cc%0A%3A%3Aadd-mask%3A%3Ad,title=DF-USER-ROOT::100%25%0A::stop-commands::x\ufffd',
    ],
    [
      finding({ misconfiguration: samples.fault }),
      '::error file=a/Dockerfile,line=3,endLine=3,col=6,title=DF-USER-ROOT::runs as root%0ADo not.',
    ],
  ];
  for (const [one, expected] of rows) {
    const parts: string[] = [];
    const report = { ...samples.sampleReport, errors: [], findings: [one] };
    githubAnnotations.write(report, (text) => parts.push(text), options);
    assert.equal(parts.join(''), `${expected}\n`);
  }
});
