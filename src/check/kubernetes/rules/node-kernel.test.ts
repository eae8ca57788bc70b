import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findingOf } from '../../findings.ts';
import { familyOf, judge } from '../../../../test/kit/check.ts';

const family = await familyOf('kubernetes');

function node(kernel: string): string {
  return `apiVersion: v1
kind: Node
metadata: { name: a }
status: { nodeInfo: { kernelVersion: ${kernel} } }
`;
}

/** CVE ids of the faults, and those that a person is asked about. */
function told(kernel: string, report = ''): { open: string; doubtful: string } {
  const text = `${node(kernel)}---\n${report}`;
  const { faults, results } = judge(family, { 'node.yaml': text });
  const open = faults
    .filter(({ rule }) => rule.id === 'ESC-KERNEL')
    .map((found) => String(findingOf(found).message.params['cve']));
  const doubtful = results
    .filter(({ rule, result }) => rule.id === 'ESC-KERNEL' && result === 'needs-human')
    .flatMap(({ evidence }) => evidence.flatMap(({ en }) => en.match(/CVE-\d+-\d+/g) ?? []));
  return { open: open.join(' '), doubtful: doubtful.join(' ') };
}

test('kernels of kernel.org are judged by their branch, those of distributions by their own builds', () => {
  const rows: readonly (readonly [kernel: string, open: string, doubtful: string])[] = [
    ['5.10.57', 'CVE-2022-0185 CVE-2022-0847 CVE-2024-1086', ''],
    ['5.10.93', 'CVE-2022-0847 CVE-2024-1086', ''],
    ['5.10.210', '', ''],
    // A branch that ended before the repair, and branches from behind it.
    ['5.13.19', 'CVE-2022-0185 CVE-2022-0847 CVE-2024-1086', ''],
    ['6.5.13', 'CVE-2024-1086', ''],
    ['6.8.0', '', ''],
    ['6.8.0-45-generic', '', ''],
    // From before the hole; Red Hat brings new code to old versions.
    ['4.19.320', '', ''],
    ['4.18.0-305.el8.x86_64', '', 'CVE-2022-0185 CVE-2022-0847 CVE-2024-1086'],
    // Ubuntu's builds where they are known.
    // A fault outweighs the question.
    ['5.13.0-26-generic', 'CVE-2022-0185 CVE-2022-0847', ''],
    ['5.13.0-27-generic', 'CVE-2022-0847', ''],
    ['5.13.0-39-generic', '', 'CVE-2024-1086'],
    ['5.4.0-1064-azure', '', 'CVE-2022-0185 CVE-2024-1086'],
    ['5.10.82-83.359.amzn2.x86_64', '', 'CVE-2022-0185 CVE-2022-0847 CVE-2024-1086'],
    ['5.10.230-223.885.amzn2.x86_64', '', ''],
    ['custom', '', 'CVE-2022-0185 CVE-2022-0847 CVE-2024-1086'],
  ];
  for (const [kernel, open, doubtful] of rows)
    assert.deepEqual(told(kernel), { open, doubtful }, kernel);
});

test('without user namespaces containers do not get at two of the holes', () => {
  const report = (
    name: string,
    value: string,
  ): string => `apiVersion: hostdata.kubescape.cloud/v1beta0
kind: LinuxKernelVariables
metadata: { name: ${name} }
data:
  - key: unprivileged_userns_clone
    source: /proc/sys/kernel/unprivileged_userns_clone
    value: "${value}\\n"
`;
  const all = 'CVE-2022-0185 CVE-2022-0847 CVE-2024-1086';
  assert.equal(told('5.10.57', report('a', '0')).open, 'CVE-2022-0847');
  assert.equal(told('5.10.57', report('a', '1')).open, all);
  assert.equal(told('5.10.57', report('other', '0')).open, all);
});
