import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import type { Report } from '../model/index.ts';
import { checkPaths } from './check-files.ts';
import { planFixes } from './fix-config.ts';

const now = new Date('2026-11-22T00:00:00Z');

const pod = (name: string, extra: string): string => `apiVersion: v1
kind: Pod
metadata: { name: ${name} }
spec:
  ${extra}
  containers: [{ name: a, image: 'registry.example/a:1' }]
`;

const chart: Readonly<Record<string, string>> = {
  'shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
  'shop/values.yaml': 'replicas: 1\n',
  'shop/templates/pod.yaml': `{{- if .Values.on }}\n${pod('{{ .Release.Name }}', 'hostPID: true')}{{ end }}`,
  'shop/templates/_helpers.tpl': '{{ define "a" }}{{ end }}',
  'shop/charts/db/Chart.yaml': 'apiVersion: v2\nname: db\nversion: 1.0.0\n',
  'shop/charts/db/templates/pod.yaml': '{{ toYaml . }}\napiVersion: v1\nkind: Pod\n',
};

/** A helm that answers as the real one does, and tells how it was asked. */
const helm = `#!/bin/sh
echo "$@" >> "$0.asked"
echo "plugins $HELM_PLUGINS secret $SECRET" >> "$0.asked"
echo '---
# Source: shop/templates/pod.yaml
${pod('plimsoll', 'hostPID: true').trimEnd()}'
`;

async function inFolder(
  files: Readonly<Record<string, string>>,
  use: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-charts-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(folder, dirname(name)), { recursive: true });
      writeFileSync(join(folder, name), text);
      if (name.startsWith('bin/')) chmodSync(join(folder, name), 0o755);
    }
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const told = ({ errors }: Report): readonly string[] => errors.map(({ code }) => code);
const rulesAt = ({ findings }: Report, rule: string): readonly (string | undefined)[] =>
  findings
    .filter((one) => one.rule === rule)
    .flatMap(({ locations }) => locations.map(({ file }) => file?.path));

test('a chart is judged by what helm makes of it, told at its folder', async () => {
  await inFolder({ ...chart, 'bin/helm': helm }, async (folder) => {
    const environment = { PATH: join(folder, 'bin'), SECRET: 'x' };
    const options = { now, environment };
    const report = await checkPaths([join(folder, 'shop')], options);
    assert.deepEqual(told(report), []);
    assert.deepEqual(rulesAt(report, 'K8S-HOSTPID'), [join(folder, 'shop')]);
    const asked = spawnSync('cat', [join(folder, 'bin/helm.asked')], { encoding: 'utf8' }).stdout;
    assert.equal(
      asked,
      `template plimsoll ${join(folder, 'shop')}\nplugins /nonexistent/plimsoll secret \n`,
    );
    const plan = await planFixes([join(folder, 'shop')], options);
    assert.deepEqual(plan.files, []);
    assert.equal(plan.left.length, report.findings.length);
  });
});

test('without helm a chart is one error, and no template is judged or read as YAML', async () => {
  await inFolder(chart, async (folder) => {
    const environment = { PATH: join(folder, 'bin') };
    const report = await checkPaths([folder], { now, environment });
    assert.deepEqual(told(report), ['CHECK_CHART']);
    assert.match(report.errors[0]?.text ?? '', /helm is not installed/);
    assert.deepEqual(report.findings, []);
    const part = await checkPaths([join(folder, 'shop/templates')], { now, environment });
    assert.deepEqual(told(part), ['CHECK_CHART']);
    assert.match(part.errors[0]?.text ?? '', /only a part of it was named/);
  });
});

test('what helm refuses is one error with its words; a library chart makes nothing', async () => {
  const failing = '#!/bin/sh\necho "Error: no such value" >&2\nexit 1\n';
  await inFolder({ ...chart, 'bin/helm': failing }, async (folder) => {
    const report = await checkPaths([folder], { now, environment: { PATH: join(folder, 'bin') } });
    assert.deepEqual(told(report), ['CHECK_CHART']);
    assert.match(report.errors[0]?.text ?? '', /helm ended with 1: Error: no such value/);
  });
  const library = { 'lib/Chart.yaml': 'type: library\n', 'lib/templates/a.yaml': '{{ nothing }}' };
  await inFolder(library, async (folder) => {
    const report = await checkPaths([folder], { now, environment: { PATH: join(folder, 'none') } });
    assert.deepEqual(told(report), []);
  });
});

test('templates of no chart are manifests like others', async () => {
  await inFolder({ 'templates/pod.yaml': pod('a', 'hostPID: true') }, async (folder) => {
    const report = await checkPaths([folder], { now, environment: { PATH: join(folder, 'none') } });
    assert.deepEqual(told(report), []);
    assert.deepEqual(rulesAt(report, 'K8S-HOSTPID'), [join(folder, 'templates/pod.yaml')]);
  });
});

const layered: Readonly<Record<string, string>> = {
  'base/kustomization.yaml': 'resources: [pod.yaml]\n',
  'base/pod.yaml': pod('web', 'hostPID: true'),
  'prod/kustomization.yaml':
    'resources: [../base]\npatches:\n  - path: patch.yaml\n    target: { kind: Pod }\n',
  'prod/patch.yaml':
    'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { hostPID: false, hostIPC: true }\n',
};

const kubectl = spawnSync('kubectl', ['kustomize', '--help']).status === 0;
const missing = 'SKIPPED: kubectl is not installed, so real kustomize is not tried';

test(
  'kustomize folders are judged as built, by kubectl',
  { skip: !kubectl && missing },
  async () => {
    await inFolder(layered, async (folder) => {
      const report = await checkPaths([folder], { now });
      assert.deepEqual(report.errors, []);
      assert.deepEqual(rulesAt(report, 'K8S-HOSTPID'), []);
      assert.deepEqual(rulesAt(report, 'K8S-HOSTIPC'), [join(folder, 'prod')]);
    });
  },
);

test('without a program a kustomize folder is one error; whole manifests are judged raw', async () => {
  await inFolder(layered, async (folder) => {
    const report = await checkPaths([folder], { now, environment: { PATH: join(folder, 'none') } });
    assert.deepEqual(told(report), ['CHECK_CHART']);
    assert.match(report.errors[0]?.text ?? '', /kustomize or kubectl is not installed/);
    assert.deepEqual(rulesAt(report, 'K8S-HOSTPID'), [join(folder, 'base/pod.yaml')]);
    assert.deepEqual(rulesAt(report, 'K8S-HOSTIPC'), []);
  });
});

test('a kustomization that would fetch something runs nothing', async () => {
  const never = '#!/bin/sh\necho ran > "$0.ran"\n';
  for (const entry of [
    'resources: ["https://git.example/a//b?ref=1"]',
    'resources: [git.example/a/b]',
    'bases: ["git@git.example:a/b"]',
    'configMapGenerator: [{ name: a, files: ["http://files.example/a"] }]',
  ]) {
    const files = { 'k/kustomization.yaml': `${entry}\n`, 'bin/kustomize': never };
    await inFolder(files, async (folder) => {
      const environment = { PATH: join(folder, 'bin') };
      const report = await checkPaths([join(folder, 'k')], { now, environment });
      assert.deepEqual(told(report), ['CHECK_CHART'], entry);
      assert.match(report.errors[0]?.text ?? '', /which is no file here/);
      assert.equal(spawnSync('test', ['-e', join(folder, 'bin/kustomize.ran')]).status, 1);
    });
  }
});

test('kustomizations that build on one another in a circle are told, and nothing hostile throws', async () => {
  const files = {
    'a/kustomization.yaml': 'resources: [../b]\n',
    'b/kustomization.yaml': 'resources: [../a]\n',
    'c/kustomization.yaml': `resources: ["${'x'.repeat(5000)}", "a\\0b"]\n`,
    'd/kustomization.yaml': 'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n',
  };
  await inFolder(files, async (folder) => {
    const environment = { PATH: join(folder, 'none') };
    const report = await checkPaths([folder], { now, environment });
    const places = report.errors.map(({ location }) => location?.file?.path);
    assert.deepEqual(places, [join(folder, 'c'), join(folder, 'a')]);
  });
});

test('a base beside the folder that was named is looked through before anything runs', async () => {
  const files = {
    'base/kustomization.yaml': 'resources: ["https://files.example/pod.yaml"]\n',
    'prod/kustomization.yaml': 'resources: [../base]\n',
    'bin/kustomize': '#!/bin/sh\necho ran\n',
  };
  await inFolder(files, async (folder) => {
    const environment = { PATH: join(folder, 'bin') };
    const report = await checkPaths([join(folder, 'prod')], { now, environment });
    assert.deepEqual(told(report), ['CHECK_CHART']);
    assert.match(report.errors[0]?.text ?? '', /files\.example.*which is no file here/);
  });
});
