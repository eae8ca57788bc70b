import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check } from '../../src/index.ts';

const now = new Date('2026-11-22T00:00:00Z');

/** First and last lines of every place of the findings of a rule, the telling place first. */
async function places(path: string, text: string, rule: string): Promise<readonly string[]> {
  const { findings } = await check({ files: [{ path, text }] }, { standard: 'all', now });
  return findings
    .filter((one) => one.rule === rule)
    .map(({ locations }) =>
      locations.map(({ file }) => `${file?.startLine}-${file?.endLine}`).join(' '),
    );
}

const run = `FROM debian:12
RUN set -eux; \\
    apt-get update; \\
    apt-get install -y curl=8.5.0
`;
const ports = (comment: string): string => `services:
  web:
    image: registry.example/web:1.2${comment}
    ports:
      - "80:8080"
      # plimsoll ignore=CMP-PORT-PRIV the proxy
      - "443:8443"
`;
const annotations = `apiVersion: v1
kind: Pod
metadata:
  name: a
  namespace: shop
  annotations:
    container.apparmor.security.beta.kubernetes.io/a: unconfined
spec:
  containers:
    - name: a
      image: registry.example/a:1.2
`;

test('a fault names its own lines first, then the line of what holds it', async () => {
  const rows: readonly (readonly [path: string, text: string, rule: string, wanted: string[]])[] = [
    // The instruction, once, and only where the fault does not begin with it.
    ['Dockerfile', run, 'DF-APT-LISTS', ['4-4 2-2']],
    ['Dockerfile', 'FROM debian:12\nRUN apt-get update\n', 'DF-APT-LISTS', ['2-2']],
    ['Dockerfile', 'FROM debian:latest\n', 'DF-FROM-LATEST', ['1-1']],
    // The key of a list.
    ['compose.yaml', ports('').replace(/ {6}# .*\n/, ''), 'CMP-PORT-PRIV', ['5-5 4-4', '6-6 4-4']],
    [
      'compose.yaml',
      ports('').replace(/ports:[^]*/, 'ports: ["80:80"]\n'),
      'CMP-PORT-PRIV',
      ['4-4'],
    ],
    ['pod.yaml', annotations, 'K8S-APPARMOR', ['7-7 6-6']],
  ];
  for (const [path, text, rule, wanted] of rows)
    assert.deepEqual(await places(path, text, rule), wanted, `${rule} in ${path}\n${text}`);
});

test('a comment on an item leaves the other items, one on the key takes all', async () => {
  assert.deepEqual(await places('compose.yaml', ports(''), 'CMP-PORT-PRIV'), ['5-5 4-4']);
  const all = ports('\n    # plimsoll ignore=CMP-PORT-PRIV the proxy');
  assert.deepEqual(await places('compose.yaml', all, 'CMP-PORT-PRIV'), []);
});

test('comments of KICS work where KICS tells the fault', async () => {
  const above = (text: string): string => text.replace('RUN', '# kics-scan ignore-line\nRUN');
  assert.deepEqual(await places('Dockerfile', above(run), 'DF-APT-LISTS'), []);
  const inside = run.replace(
    '    apt-get update',
    '    # kics-scan ignore-line\n    apt-get update',
  );
  assert.deepEqual(await places('Dockerfile', inside, 'DF-APT-LISTS'), ['5-5 2-2']);
  const key = ports('\n    # kics-scan ignore-line').replace(/ {6}# .*\n/, '');
  assert.deepEqual(await places('compose.yaml', key, 'CMP-PORT-PRIV'), []);
});
