import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../../../test/kit/command.ts';
import type { Outcome } from '../../../test/kit/command.ts';
import { outputFormats } from '../../report/index.ts';
import type { RawValue } from '../options.ts';
import { run as convert } from './convert.ts';
import { run as scanFolder } from './filesystem.ts';

const examples = fileURLToPath(new URL('../../../examples', import.meta.url));

type Options = Readonly<Record<string, RawValue>>;

/** A folder of the test with a JSON report of examples/ in it, judged by the starter set. */
async function scanned(
  context: TestContext,
): Promise<{ folder: string; report: string; options: Options }> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const report = join(folder, 'report.json');
  const none = join(folder, 'none');
  writeFileSync(none, '');
  const options = { 'cache-dir': join(folder, 'cache'), at: '2026-01-02', ignorefile: none };
  await scan({ ...options, format: `json=${report}` });
  return { folder, report, options };
}

const scan = (options: Options): Promise<Outcome> =>
  runCommand(['fs'], scanFolder, { arguments: [examples], options });

const converted = (report: string, options: Options): Promise<Outcome> =>
  runCommand(['convert'], convert, { arguments: [report], options });

test('convert: every format is the one that the scan would have written', async (context) => {
  const { folder, report, options } = await scanned(context);
  const formats = (name: string): string[] =>
    outputFormats.map(({ id }) => `${id}=${join(folder, `${name}.${id}`)}`);
  const template = '{{ range . }}{{ .Target }} {{ len .Vulnerabilities }}\n{{ end }}';
  await scan({ ...options, template, format: formats('scan') });
  const { 'cache-dir': _, ...rest } = options;
  await converted(report, { ...rest, template, format: formats('convert') });
  for (const { id } of outputFormats) {
    const [wanted, found] = ['scan', 'convert'].map((name) =>
      readFileSync(join(folder, `${name}.${id}`), 'utf8'),
    );
    assert.ok((wanted ?? '').length > 0, id);
    assert.equal(found, wanted, id);
  }
});

test('convert: filters, ignore files and the gate work as on a scan', async (context) => {
  const { folder, report, options } = await scanned(context);
  const { ignorefile } = options;
  const plain = await converted(report, { ignorefile: ignorefile ?? '', format: 'csv' });
  assert.equal(plain.code, 0);
  assert.match(plain.stdout, /critical/i);
  const gated = await converted(report, { ignorefile: ignorefile ?? '', 'fail-on': 'critical' });
  assert.equal(gated.code, 1);
  const low = { ignorefile: ignorefile ?? '', severity: 'low', 'fail-on': 'critical' };
  assert.equal((await converted(report, low)).code, 0);
  const [id = ''] = /CVE-\d+-\d+/.exec(plain.stdout) ?? [];
  const ignore = join(folder, 'ignore');
  writeFileSync(ignore, `${id}\n`);
  const left = await converted(report, { ignorefile: ignore, format: 'table' });
  assert.match(left.stdout, /suppressed \(.*by ignore file/);
});

test('convert: what is no report is refused with its code', async (context) => {
  const { folder } = await scanned(context);
  const bad = join(folder, 'bad.json');
  writeFileSync(bad, '{"SchemaVersion": 1}');
  for (const path of [bad, join(folder, 'none.json')]) {
    await assert.rejects(converted(path, {}), { code: 'REPORT_INVALID' });
  }
});

test('convert: another program’s report is partial, so the exit code is 3', async (context) => {
  const { folder, options } = await scanned(context);
  const foreign = join(folder, 'foreign.json');
  writeFileSync(foreign, JSON.stringify({ SchemaVersion: 2, ArtifactName: 'a', Results: [] }));
  const { code, stderr } = await converted(foreign, { ignorefile: options['ignorefile'] ?? '' });
  assert.equal(code, 3);
  assert.match(stderr, /REPORT_FOREIGN/);
});
