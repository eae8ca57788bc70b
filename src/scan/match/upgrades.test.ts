import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deb, finding } from '../../../test/kit/sample-report.ts';
import type { Finding, Package } from '../../model/index.ts';
import { planUpgrades } from './upgrades.ts';

function item(type: string, version: string, name = 'p'): Package {
  const purl = `pkg:${type}/${name}@${version}`;
  return { name, version, type, purl, foundBy: 'x', locations: [{ file: { path: 'lock' } }] };
}

/** Findings against one package; each row is the fixes of one fault, named `CVE-0`, `CVE-1` … */
function against(pkg: Package, fixes: readonly (readonly string[])[]): readonly Finding[] {
  return fixes.map((fixed, index) =>
    finding(`CVE-${index}`, pkg, { severity: 'high', fixed: [...fixed] }),
  );
}

test('planUpgrades() names the lowest version that ends the most, and never guesses', () => {
  const rows: readonly {
    readonly name: string;
    readonly from: string;
    readonly type?: string;
    readonly fixes: readonly (readonly string[])[];
    readonly to: string | undefined;
    readonly ends?: number;
    readonly line?: string;
  }[] = [
    { name: 'one fix', from: '1.0.0', fixes: [['1.2.0']], to: '1.2.0' },
    { name: 'highest of two', from: '1.0.0', fixes: [['1.2.0'], ['1.3.0']], to: '1.3.0' },
    { name: 'numbers, not texts', from: '1.0.0', fixes: [['1.9.0'], ['1.10.0']], to: '1.10.0' },
    { name: 'older lines are no upgrade', from: '1.2.5', fixes: [['0.2.4', '1.2.6']], to: '1.2.6' },
    {
      name: 'the installed line serves',
      from: '3.2.12',
      type: 'pypi',
      fixes: [
        ['3.2.25', '4.2.11'],
        ['3.2.24', '4.2.10'],
      ],
      to: '3.2.25',
    },
    {
      name: 'only the next line ends all; the installed one ends all but one',
      from: '3.2.12',
      type: 'pypi',
      fixes: [['3.2.25', '4.2.11'], ['3.2.24', '4.2.10'], ['4.2.10']],
      to: '4.2.11',
      line: '3.2.25',
    },
    {
      name: 'below 1.0 the second number is the line',
      from: '0.21.0',
      fixes: [['0.21.2'], ['0.30.0']],
      to: '0.30.0',
      line: '0.21.2',
    },
    {
      name: 'between two lines is no end',
      from: '1.0.0',
      fixes: [['1.0.5', '3.0.0'], ['2.0.0']],
      to: '3.0.0',
      line: '1.0.5',
    },
    { name: 'what has no fix stays', from: '1.0.0', fixes: [['1.2.0'], []], to: '1.2.0', ends: 1 },
    { name: 'no fix at all', from: '1.0.0', fixes: [[]], to: undefined },
    { name: 'nothing', from: '1.0.0', fixes: [], to: undefined },
    { name: 'fixed before what is installed', from: '2.0.0', fixes: [['1.0.0']], to: undefined },
    { name: 'not comparable', from: '1.0.0', fixes: [['1.2.0'], ['final!']], to: '1.2.0', ends: 1 },
    {
      name: 'no scheme for the type',
      from: '1',
      type: 'none',
      fixes: [['2'], ['2'], ['3']],
      to: '2',
      ends: 2,
    },
  ];
  for (const { name, from, type = 'npm', fixes, to, ends, line } of rows) {
    const pkg = item(type, from);
    const findings = against(pkg, fixes);
    const [upgrade, ...more] = planUpgrades({ packages: [pkg], findings });
    assert.deepEqual(more, [], name);
    assert.equal(upgrade?.to, to, name);
    assert.equal(upgrade?.sameLine?.to, line, name);
    if (upgrade === undefined) continue;
    const ended = Object.values(upgrade.ends).flat();
    assert.equal(ended.length, ends ?? fixes.length, name);
    // Every id is told once: it goes or it stays.
    const told = [...ended, ...upgrade.leaves].sort();
    assert.deepEqual(told, findings.map(({ rule }) => rule).sort(), name);
  }
});

test('planUpgrades() moves the binaries of one source together, by the version of the source', () => {
  const lib = {
    ...deb('libpcre2-8-0', '10.42-1+b1', 'pcre2', 0),
    source: { name: 'pcre2', version: '10.42-1' },
  };
  const grep = { ...deb('pcre2-utils', '10.42-1+b1', 'pcre2', 0), source: lib.source };
  const findings = [lib, grep].flatMap((pkg) => against(pkg, [['10.42-1+deb12u2']]));
  const [upgrade, ...more] = planUpgrades({ packages: [lib, grep], findings });
  assert.deepEqual(more, []);
  assert.deepEqual(
    [upgrade?.name, upgrade?.from, upgrade?.to],
    ['pcre2', '10.42-1', '10.42-1+deb12u2'],
  );
  assert.deepEqual(upgrade?.packages, [lib.purl, grep.purl].sort());
  assert.deepEqual(upgrade?.ends, { high: ['CVE-0'] });
  assert.equal(upgrade?.locations.length, 1);
});

test('planUpgrades() leaves out what is undecided, malicious or not about a package that is there', () => {
  const pkg = item('npm', '1.0.0');
  const other = item('npm', '1.0.0', 'other');
  const findings = [
    finding('CVE-1', pkg, { severity: 'high', fixed: ['2.0.0'], verdict: 'unknown' }),
    finding('MAL-1', pkg, { severity: 'critical', fixed: ['2.0.0'], kind: 'malware' }),
    finding('CVE-2', other, { severity: 'high', fixed: ['2.0.0'] }),
  ];
  assert.deepEqual(planUpgrades({ packages: [pkg], findings }), []);
});

test('planUpgrades() sorts by what each ends: exploited, then the worst, then the most', () => {
  const names = ['low', 'two-high', 'high', 'critical', 'exploited'];
  const packages = names.map((name) => item('npm', '1.0.0', name));
  const [low, two, high, critical, exploited] = packages as [
    Package,
    Package,
    Package,
    Package,
    Package,
  ];
  const kev = { added: '2026-01-01', ransomware: false };
  const findings = [
    finding('CVE-1', low, { severity: 'low', fixed: ['2.0.0'] }),
    ...against(two, [['2.0.0'], ['2.0.0']]),
    finding('CVE-3', high, { severity: 'high', fixed: ['2.0.0'] }),
    finding('CVE-4', critical, { severity: 'critical', fixed: ['2.0.0'] }),
    finding('CVE-5', exploited, { severity: 'medium', fixed: ['2.0.0'], detail: { kev } }),
  ];
  const order = planUpgrades({ packages, findings }).map(({ name }) => name);
  assert.deepEqual(order, ['exploited', 'critical', 'two-high', 'high', 'low']);
});
