import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTexts } from '../../src/tasks/check-files.ts';
import { applyIgnoreFiles } from '../../src/policy/ignore.ts';
import { parseIgnoreFile } from '../../src/policy/ignore-file.ts';
import { spelled } from '../../src/check/aliases.ts';
import { families } from '../../src/check/index.ts';
import type { Finding, Report, Scanner } from '../../src/model/index.ts';
import { secretKinds } from '../../src/secrets/index.ts';

/**
 * Every form in which users of other tools already say what they live with: one text that it has to
 * suppress, and two in which the same fault stands and counts, because the form is another's, speaks
 * of something else, or has run out.
 */
interface Form {
  readonly origin: string;
  readonly rule: string;
  readonly path: string;
  readonly must: string;
  readonly mustNot: readonly [string, string];
}

const now = new Date('2026-11-22T00:00:00Z');
const run = 'FROM alpine:3.20\nUSER app\n';

const manifest = (annotation: string, spec: string, head = ''): string => `${head}apiVersion: v1
kind: Pod
metadata:
  name: a
  namespace: shop
${annotation === '' ? '' : `  annotations:\n    ${annotation}\n`}spec:
${spec}  containers:
    - name: a
      image: registry.example/a:1.2
`;

const pid = '  hostPID: true\n';
const beside = (comment: string): string => manifest('', `  hostPID: true # ${comment}\n`);
const above = (comment: string): string => manifest('', `  # ${comment}\n${pid}`);

const exception = (spec: string): string => `---
apiVersion: kyverno.io/v2
kind: PolicyException
metadata: { name: watcher, namespace: shop, labels: { cleanup.kyverno.io/ttl: 1d } }
spec:
${spec}`;

const kyverno = (policy: string, resources: string): string =>
  manifest('', pid) +
  exception(
    `  exceptions: [{ policyName: ${policy}, ruleNames: ['*'] }]\n  match: { any: [{ resources: ${resources} }] }\n`,
  );

const forms: readonly Form[] = [
  {
    origin: 'plimsoll, the field below',
    rule: 'K8S-HOSTPID',
    path: 'm.yaml',
    must: above('plimsoll ignore=K8S-HOSTPID until=2027-01-31 it watches'),
    mustNot: [
      above('plimsoll ignore=K8S-HOSTPID until=2026-01-31 it watched'),
      above('plimsoll ignore=K8S-HOSTIPC it watches'),
    ],
  },
  {
    origin: 'hadolint, the instruction below',
    rule: 'DF-APT-TOOL',
    path: 'Dockerfile',
    must: `${run}# hadolint ignore=DL3008,DL3027\nRUN apt install -y curl\n`,
    mustNot: [
      `${run}# hadolint ignore=DL3008\nRUN apt install -y curl\n`,
      `${run}# hadolint ignore=DL3027\nRUN true\nRUN apt install -y curl\n`,
    ],
  },
  {
    origin: 'hadolint, the whole file',
    rule: 'DF-APT-TOOL',
    path: 'Dockerfile',
    must: `# hadolint global ignore=DL3003, DL3027\n${run}RUN true\nRUN apt install -y curl\n`,
    mustNot: [
      `# hadolint global ignore=DL3003\n${run}RUN apt install -y curl\n`,
      `# hadolint global ignores=DL3027\n${run}RUN apt install -y curl\n`,
    ],
  },
  {
    origin: 'BuildKit, the whole file',
    rule: 'DF-AS-CASING',
    path: 'Dockerfile',
    must: '# check=skip=StageNameCasing,FromAsCasing;error=true\nFROM alpine:3.20 as x\nUSER app\n',
    mustNot: [
      '# check=skip=StageNameCasing\nFROM alpine:3.20 as x\nUSER app\n',
      '# check=error=true\nFROM alpine:3.20 as x\nUSER app\n',
    ],
  },
  {
    origin: 'Trivy, with a date',
    rule: 'K8S-HOSTPID',
    path: 'm.yaml',
    must: above('trivy:ignore:AVD-KSV-0010:exp:2027-01-01'),
    mustNot: [
      above('trivy:ignore:AVD-KSV-0010:exp:2026-01-01'),
      above('trivy:ignore:AVD-KSV-0010[field=x]'),
    ],
  },
  {
    origin: 'Trivy, behind the field',
    rule: 'K8S-HOSTPID',
    path: 'm.yaml',
    must: beside('trivy:ignore:KSV-0010'),
    mustNot: [beside('trivy:ignore:KSV-0009'), beside('trivy: KSV-0010')],
  },
  {
    origin: 'checkov, a comment',
    rule: 'K8S-HOSTPID',
    path: 'm.yaml',
    must: manifest('', pid, '# checkov:skip=CKV_K8S_17:it watches\n'),
    mustNot: [
      manifest('', pid, '# checkov:skip=CKV_K8S_18:it watches\n'),
      `# checkov:skip=CKV_K8S_17:it watches\napiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n---\n${manifest('', pid)}`,
    ],
  },
  {
    origin: 'checkov, an annotation',
    rule: 'K8S-HOSTPID',
    path: 'm.yaml',
    must: manifest('checkov.io/skip1: CKV_K8S_17=it watches', pid),
    mustNot: [
      manifest('checkov.io/skip1: CKV_K8S_18=it watches', pid),
      manifest('checkov.io/skip: CKV_K8S_17=it watches', pid),
    ],
  },
  {
    origin: 'KICS, the whole file',
    rule: 'K8S-HOSTPID',
    path: 'm.yaml',
    must: manifest('', pid, '# kics-scan ignore\n'),
    mustNot: [
      manifest('', pid, '# kics scan ignore\n'),
      manifest('', pid, '# kics-scan ignored-by\n'),
    ],
  },
  {
    origin: 'KICS, one line',
    rule: 'K8S-HOSTPID',
    path: 'm.yaml',
    must: above('kics-scan ignore-line'),
    mustNot: [manifest('', pid, '# kics-scan ignore-line\n'), above('kics-scan ignore-lines')],
  },
  {
    origin: 'KICS, the block below',
    rule: 'K8S-HOSTPID',
    path: 'm.yaml',
    must: manifest('', pid, '# kics-scan ignore-block\n'),
    mustNot: [
      `# kics-scan ignore-block\napiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n---\n${manifest('', pid)}`,
      manifest('', pid, '# ignore-block\n'),
    ],
  },
  {
    origin: 'KICS, one query',
    rule: 'K8S-HOSTPID',
    path: 'm.yaml',
    must: manifest('', pid, '# kics-scan disable=302736f4-b16c-41b8-befe-c0baffa0bd9d\n'),
    mustNot: [
      manifest('', pid, '# kics-scan disable=00000000-b16c-41b8-befe-c0baffa0bd9d\n'),
      manifest('', pid, '# kics-scan enable=302736f4-b16c-41b8-befe-c0baffa0bd9d\n'),
    ],
  },
  {
    origin: 'kube-linter, one check',
    rule: 'K8S-HOSTPID',
    path: 'm.yaml',
    must: manifest('ignore-check.kube-linter.io/host-pid: it watches', pid),
    mustNot: [
      manifest('ignore-check.kube-linter.io/host-ipc: it watches', pid),
      manifest('kube-linter.io/host-pid: it watches', pid),
    ],
  },
  {
    origin: 'kube-linter, everything',
    rule: 'K8S-HOSTPID',
    path: 'm.yaml',
    must: manifest('kube-linter.io/ignore-all: it watches', pid),
    mustNot: [
      manifest('kube-linter.io/ignore: it watches', pid),
      `${manifest('kube-linter.io/ignore-all: other', '').replace('name: a\n', 'name: b\n')}---\n${manifest('', pid)}`,
    ],
  },
  {
    origin: 'Polaris, one check',
    rule: 'K8S-HOSTPID',
    path: 'm.yaml',
    must: manifest('polaris.fairwinds.com/hostPIDSet-exempt: "true"', pid),
    mustNot: [
      manifest('polaris.fairwinds.com/hostPIDSet-exempt: "false"', pid),
      manifest('polaris.fairwinds.com/hostIPCSet-exempt: "true"', pid),
    ],
  },
  {
    origin: 'Polaris, everything',
    rule: 'K8S-HOSTPID',
    path: 'm.yaml',
    must: manifest('polaris.fairwinds.com/exempt: "true"', pid),
    mustNot: [
      manifest('polaris.fairwinds.com/exempt: "no"', pid),
      manifest('polaris.fairwinds.com/exempted: "true"', pid),
    ],
  },
  {
    origin: 'Kyverno, by namespace and name',
    rule: 'K8S-HOSTPID',
    path: 'm.yaml',
    must: kyverno('disallow-host-namespaces', '{ kinds: [Pod], namespaces: [sh*], names: [a] }'),
    mustNot: [
      kyverno('disallow-host-namespaces', '{ kinds: [Pod], namespaces: [ship] }'),
      kyverno('disallow-host-ports', '{ kinds: [Pod], namespaces: [shop] }'),
    ],
  },
  {
    origin: 'Kyverno, what only a cluster knows',
    rule: 'K8S-HOSTPID',
    path: 'm.yaml',
    must: kyverno('shop/disallow-host-namespaces', '{ kinds: [v1/Pod] }'),
    mustNot: [
      kyverno(
        'disallow-host-namespaces',
        '{ kinds: [Pod], namespaceSelector: { matchLabels: { a: b } } }',
      ),
      `${kyverno('disallow-host-namespaces', '{ kinds: [Pod] }')}  conditions: { all: [] }\n`,
    ],
  },
];

function of(
  report: Report,
  rule: string,
): readonly [counting: number, suppressed: readonly Finding[]] {
  const is = (finding: Finding): boolean => finding.rule === rule;
  return [report.findings.filter(is).length, report.suppressed.filter(is)];
}

for (const { origin, rule, path, must, mustNot } of forms) {
  test(`suppression as users have it: ${origin}`, async () => {
    const options = { now, standards: ['all'] };
    const [counting, suppressed] = of(await checkTexts([{ path, text: must }], options), rule);
    assert.equal(counting, 0, `still counts in:\n${must}`);
    assert.ok(suppressed.length > 0, `not found in:\n${must}`);
    assert.match(suppressed[0]?.suppressed?.source ?? '', /^[\w.]+:\d+$/);
    for (const text of mustNot) {
      const [left, gone] = of(await checkTexts([{ path, text }], options), rule);
      assert.ok(left > 0 && gone.length === 0, `suppressed in:\n${text}`);
    }
  });
}

test('an exception that matches nothing is told', async () => {
  const text = kyverno('disallow-host-namespaces', '{ kinds: [Job] }');
  const { notes } = await checkTexts([{ path: 'm.yaml', text }], { now });
  assert.deepEqual(
    notes.map(({ id, params }) => `${id} ${params['ids']}`),
    ['check.ignore-unused disallow-host-namespaces'],
  );
});

interface FileForm {
  readonly origin: string;
  readonly path: string;
  readonly must: string;
  readonly mustNot: readonly [string, string];
}

const kubescape = (policies: string, attributes: string, more = ''): string =>
  `[{"name": "watcher", "policyType": "postureExceptionPolicy", "actions": ["alertOnly"]${more},
  "resources": [{"designatorType": "Attributes", "attributes": ${attributes}}],
  "posturePolicies": ${policies}}]`;

const fileForms: readonly FileForm[] = [
  {
    origin: 'kubescape exceptions, a control on a namespace',
    path: 'exceptions.json',
    must: kubescape('[{"controlID": "c-0038"}]', '{"namespace": "sh.*", "kind": "Pod"}'),
    mustNot: [
      kubescape('[{"controlID": "C-0038"}]', '{"namespace": "sh", "kind": "Pod"}'),
      kubescape('[{"controlID": "C-0057"}]', '{"namespace": "shop"}'),
    ],
  },
  {
    origin: 'kubescape exceptions, every control, with a date',
    path: 'exceptions.json',
    must: kubescape('[]', '{"name": "a"}', ', "expirationDate": "2027-01-01T00:00:00Z"'),
    mustNot: [
      kubescape('[]', '{"name": "a"}', ', "expirationDate": "2026-01-01T00:00:00Z"'),
      kubescape('[]', '{"name": "ab"}'),
    ],
  },
  {
    origin: 'kubescape exceptions, a group with alternatives and repetitions',
    path: 'exceptions.json',
    must: kubescape('[]', '{"name": "(b|A+)+", "namespace": "^(shop|\\\\S{9})$"}'),
    mustNot: [
      kubescape('[]', '{"name": "(b|c)+", "namespace": "shop"}'),
      kubescape('[]', '{"name": "(b|a+)", "namespace": "(s|o)+p"}'),
    ],
  },
  {
    origin: 'an ignore file by subject',
    path: 'ignore.yaml',
    must: '- { id: K8S-HOSTPID, subjects: ["shop/Pod/*"], reason: it watches }\n',
    mustNot: [
      '- { id: K8S-HOSTPID, subjects: ["shop/Job/*"] }\n',
      '- { id: K8S-HOSTIPC, subjects: ["shop/Pod/*"] }\n',
    ],
  },
];

for (const { origin, path, must, mustNot } of fileForms) {
  test(`suppression as users have it: ${origin}`, async () => {
    const { findings } = await checkTexts([{ path: 'm.yaml', text: manifest('', pid) }], { now });
    const left = (text: string): readonly Finding[] =>
      applyIgnoreFiles(findings, [parseIgnoreFile(path, text)], { now }).findings;
    const counts = (text: string): boolean => left(text).some(({ rule }) => rule === 'K8S-HOSTPID');
    assert.ok(findings.some(({ rule }) => rule === 'K8S-HOSTPID'));
    assert.equal(counts(must), false, must);
    for (const text of mustNot) assert.equal(counts(text), true, text);
  });
}

test('exceptions that a manifest cannot answer are refused, not followed by half', () => {
  const rows = [
    kubescape('[{"controlID": "C-0038"}]', '{"cluster": "prod"}'),
    kubescape('[{"controlID": "C-0038"}]', '{"labels.app": "x"}'),
    kubescape('[{"frameworkName": "NSA"}]', '{"kind": "Pod"}'),
    kubescape('[{"controlID": "C-0038"}]', '{"name": "(?=a)a"}'),
    kubescape('[{"controlID": "C-0038"}]', '{"name": "b)|(?:.*"}'),
    kubescape('[{"controlID": "C-0038"}]', '{}'),
    kubescape('[]', '{"name": "a"}', ', "expirationDate": "soon"'),
  ];
  for (const text of rows)
    assert.throws(() => parseIgnoreFile('e.json', text), { code: 'IGNORE_FILE_INVALID' }, text);
});

test('ids of benchmarks as docker-bench-security and kube-bench take them', () => {
  const finding = (alias: string): Finding => ({
    rule: 'X',
    kind: 'misconfiguration',
    severity: 'low',
    verdict: 'affected',
    message: { id: '', params: {}, text: '' },
    aliases: [alias],
    locations: [],
    evidence: [],
  });
  const rows: readonly [line: string, must: string, mustNot: readonly [string, string]][] = [
    ['check_2_15', 'CIS-2.15', ['CIS-2.1', 'CIS-K8S-2.15']],
    ['check_2', 'CIS-2.15', ['CIS-20.1', 'CIS-K8S-2.1']],
    ['check_2_1,check_5_4', 'CIS-5.4', ['CIS-5.5', 'CIS-5.40']],
    ['container_runtime', 'CIS-5.31', ['CIS-4.1', 'CIS-K8S-5.1.1']],
    ['docker-bench:2.15', 'CIS-2.15', ['CIS-2.1', 'CIS-K8S-2.15']],
    ['kube-bench:1.1,1.2.1', 'CIS-K8S-1.2.1', ['CIS-K8S-1.2.10', 'CIS-1.2.1']],
    ['kube-bench:1.1', 'CIS-K8S-1.1.12', ['CIS-K8S-1.2.1', 'CIS-1.1.12']],
  ];
  for (const [line, must, mustNot] of rows) {
    const file = parseIgnoreFile('.plimsollignore', `${line} # we know\n`);
    const left = (alias: string): number =>
      applyIgnoreFiles([finding(alias)], [file], { now }).findings.length;
    assert.equal(left(must), 0, `${line} ${must}`);
    for (const alias of mustNot) assert.equal(left(alias), 1, `${line} ${alias}`);
  }
});

test('every id of a rule speaks of configuration or of credentials in images, those of credentials never of rules alone', async () => {
  const rules = (await Promise.all(families.map(({ load }) => load()))).flatMap((one) => one.rules);
  assert.ok(rules.length > 400);
  const unused = (id: string, scanners: readonly Scanner[]): boolean => {
    const file = parseIgnoreFile('.plimsollignore', `- id: "${id}"\n`);
    return applyIgnoreFiles([], [file], { now, scanners }).notes.length > 0;
  };
  for (const { id, aliases } of rules) {
    const credential = id.startsWith('IMG-SECRET-');
    assert.equal(unused(id, ['misconfig', 'vuln']), !credential, id);
    // Some rules answer for advisories; whoever names those may mean packages.
    for (const one of spelled(aliases).filter((alias) => !alias.startsWith('CVE-'))) {
      assert.ok(unused(one, ['misconfig', 'secret']), one);
      assert.ok(!unused(one, ['vuln']), one);
    }
  }
  for (const { id } of secretKinds) {
    assert.ok(!unused(id, ['vuln', 'misconfig']), id);
    assert.ok(unused(id, ['misconfig', 'secret']), id);
  }
});
