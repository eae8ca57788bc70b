import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { check } from '../../src/index.ts';
import { applyFixes, planFixes } from '../../src/tasks/fix-config.ts';
import { applyBaseline, readBaseline } from '../../src/tasks/baseline.ts';
import { outputFormats } from '../../src/report/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-check-'));
after(() => rmSync(folder, { recursive: true }));

const pod = (spec: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n${spec}  containers: [{name: a, image: a}]\n`;

function json(report: Awaited<ReturnType<typeof check>>): string {
  const parts: string[] = [];
  const options = {
    lang: 'en',
    color: false,
    showSuppressed: false,
    listAllPackages: false,
    program: { name: 'plimsoll', version: '0' },
  } as const;
  outputFormats.find(({ id }) => id === 'json')?.write(report, (text) => parts.push(text), options);
  return parts.join('');
}

test('check() judges texts by a standard and its version', async () => {
  const rows: readonly [string, string, readonly string[]][] = [
    ['pss:baseline', pod('  hostPID: true\n'), ['K8S-PSS-BASELINE']],
    ['pss:baseline', pod('  hostPID: false\n'), []],
    ['pss:privileged', pod('  hostPID: true\n'), []],
    [
      'pss:baseline@v1.33',
      pod('').replace('image: a', 'image: a, livenessProbe: {httpGet: {host: b, port: 1}}'),
      [],
    ],
    [
      'pss:baseline@v1.34',
      pod('').replace('image: a', 'image: a, livenessProbe: {httpGet: {host: b, port: 1}}'),
      ['K8S-PSS-BASELINE'],
    ],
  ];
  for (const [standard, text, expected] of rows) {
    const { findings, status } = await check({ files: [{ path: 'p.yaml', text }] }, { standard });
    assert.equal(status, 'complete');
    assert.deepEqual(
      findings.map(({ rule }) => rule),
      expected,
      `${standard} ${text}`,
    );
  }
});

test('what several families cannot read is told once, and is no reason to advise', async () => {
  const text = 'FROM a\nCOPY . /\n'.padEnd(5_000_000);
  const { errors, notes } = await check({ files: [{ path: 'Dockerfile', text }] });
  assert.deepEqual(
    errors.map(({ code }) => code),
    ['LIMIT_DOCKERFILE_BYTES'],
  );
  assert.deepEqual(notes, []);
});

test('what cannot be read or told is never a pass', async () => {
  const bad = await check({ files: [{ path: 'p.yaml', text: 'apiVersion: v1\nkind: [\n' }] });
  assert.equal(bad.status, 'partial');
  const strange = await check({ files: [{ path: 'notes.txt', text: 'hello' }] });
  assert.deepEqual(
    strange.errors.map(({ code }) => code),
    ['CHECK_UNKNOWN_KIND'],
  );
  const gone = await check({ paths: [join(folder, 'gone')] });
  assert.equal(gone.status, 'partial');
  await assert.rejects(check({ files: [] }, { standard: 'awful' }), {
    code: 'CHECK_UNKNOWN_STANDARD',
  });
  await assert.rejects(check({ files: [] }, { as: 'poem' }), { code: 'CHECK_UNKNOWN_KIND' });
});

test('a baseline takes what was there before, as often as it was there', async () => {
  const path = join(folder, 'base.json');
  const judge = (text: string): ReturnType<typeof check> =>
    check({ files: [{ path: 'p.yaml', text }] }, { standard: 'pss:baseline' });
  const before = await judge(pod('  hostPID: true\n'));
  writeFileSync(path, json(before));
  const moved = await judge(`# a comment\n${pod('  hostPID: true\n  hostNetwork: true\n')}`);
  const { findings, suppressed } = applyBaseline(moved, readBaseline(path));
  assert.equal(suppressed[0]?.suppressed?.by, 'baseline');
  assert.equal(findings.length, 1);
  assert.match(findings[0]?.message.text ?? '', /hostNetwork/);
  for (const text of ['', '{}', '[']) {
    writeFileSync(path, text);
    assert.throws(() => readBaseline(path), { code: 'REPORT_INVALID' });
  }
});

test('edits are made only where judging again finds them good', async () => {
  const file = join(folder, 'compose.yaml');
  const text = 'services:\n  web:\n    image: shop/web:1.2 # ours\n    privileged: true\n';
  writeFileSync(file, text, { mode: 0o640 });
  const plan = await planFixes([file], { now: new Date(0), standards: ['all'] });
  assert.equal(readFileSync(file, 'utf8'), text, 'planning writes nothing');
  const ended = plan.fixed.length + plan.reviewed.length;
  assert.equal(ended + plan.left.length, plan.before.findings.length);
  applyFixes(plan, true);
  const again = await check({ paths: [file] }, { standard: 'all' });
  assert.deepEqual(
    again.findings.map(({ rule }) => rule).sort(),
    plan.left.map(({ finding }) => finding.rule).sort(),
  );
  assert.match(readFileSync(file, 'utf8'), /shop\/web:1\.2 # ours/, 'comments stay');
  assert.equal(statSync(file).mode & 0o777, 0o640);
});
