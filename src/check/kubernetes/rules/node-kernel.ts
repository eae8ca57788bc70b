import { listOf, objectOf } from '../../../formats/json-values.ts';
import type { Aliases, Answer } from '../../contract.ts';
import { collectorGroup } from '../control-plane/reports.ts';
import { shown } from '../fields.ts';
import { failAt } from '../judge.ts';
import type { KubernetesRule } from '../rule.ts';
import type { KubernetesView } from '../view.ts';
import { valueAt } from '../workloads.ts';

type Version = readonly [number, number, number];

/** A hole of the kernel by which containers left their node. */
interface Hole {
  readonly cve: string;
  /** First version that has it, and the first of each branch of kernel.org that has not, rising. */
  readonly since: Version;
  readonly mended: readonly Version[];
  /** First mended build of Ubuntu's generic kernels, by the version they are made from. */
  readonly ubuntu: ReadonlyMap<string, number>;
  /** Whether it takes capabilities that only a user namespace gives to a container. */
  readonly byUserNamespace: boolean;
  readonly aliases: Aliases;
}

const holes: readonly Hole[] = [
  {
    cve: 'CVE-2022-0185',
    since: [5, 1, 0],
    mended: [
      [5, 4, 173],
      [5, 10, 93],
      [5, 15, 16],
      [5, 16, 2],
    ],
    // USN-5240-1.
    ubuntu: new Map([
      ['5.4.0', 96],
      ['5.13.0', 27],
    ]),
    byUserNamespace: true,
    aliases: { kubescape: ['C-0079', 'CVE-2022-0185'], kyverno: ['check-kernel'] },
  },
  {
    cve: 'CVE-2022-0847',
    since: [5, 8, 0],
    mended: [
      [5, 10, 102],
      [5, 15, 25],
      [5, 16, 11],
    ],
    // USN-5317-1.
    ubuntu: new Map([['5.13.0', 35]]),
    byUserNamespace: false,
    aliases: { cdk: ['kernel.exploits'] },
  },
  {
    cve: 'CVE-2024-1086',
    since: [3, 15, 0],
    mended: [
      [4, 19, 307],
      [5, 4, 269],
      [5, 10, 210],
      [5, 15, 149],
      [6, 1, 76],
      [6, 6, 15],
      [6, 7, 3],
    ],
    ubuntu: new Map(),
    byUserNamespace: true,
    aliases: { cdk: ['kernel.exploits'] },
  },
];

const node = (kernel: string): string => `apiVersion: v1
kind: Node
metadata: { name: worker-1 }
status: { nodeInfo: { kernelVersion: ${kernel}, kubeletVersion: v1.36.1 } }
`;

/** No node runs a kernel of kernel.org with a hole by which containers got out. */
export const nodeKernel: KubernetesRule = {
  id: 'ESC-KERNEL',
  aliases: {
    cdk: ['kernel.exploits'],
    kubescape: ['C-0079', 'CVE-2022-0185'],
    kyverno: ['check-kernel'],
  },
  severity: 'high',
  family: 'escape',
  title: {
    en: 'The kernel of a node has a known way out of containers',
    'zh-CN': '节点内核存在已知的容器逃逸漏洞',
  },
  message: {
    en: 'The kernel {kernel} of the node is open to {cve}',
    'zh-CN': '节点内核 {kernel} 受 {cve} 影响',
  },
  why: {
    en: 'All containers of a node share its kernel: programs that use this hole are public, and they end as root on the node.',
    'zh-CN': '节点上所有容器共用其内核：利用该漏洞的程序已公开，可直接获得节点的 root 权限。',
  },
  advice: {
    en: 'Update the node and restart it. Until then keep user namespaces from containers, as the seccomp profile RuntimeDefault does.',
    'zh-CN':
      '升级并重启节点。在此之前不让容器使用用户命名空间，例如采用 RuntimeDefault 的 seccomp 配置。',
  },
  references: ['CVE-2022-0185', 'CVE-2022-0847', 'CVE-2024-1086'],
  bad: [node('5.10.57'), node('5.13.0-22-generic'), node('5.15.0')],
  good: [
    node('6.12.41'),
    node('6.1.134+'),
    // Kernels of distributions carry mended code under old versions: a person is asked.
    node('5.10.0-28-amd64'),
    node('5.14.0-427.13.1.el9_4.x86_64'),
    node('5.4.0-1064-azure'),
  ],
  check: (view, answer) => {
    const kernel = shown(valueAt(view.object, ['status', 'nodeInfo', 'kernelVersion']));
    if (view.kind !== 'Node' || view.group !== '' || kernel === '') {
      answer.notApplicable({
        en: 'no node that says its kernel',
        'zh-CN': '没有节点说明其内核版本',
      });
      return;
    }
    const closed = userNamespacesAreOff(view);
    judgeKernel(
      view,
      answer,
      kernel,
      holes.filter(({ byUserNamespace }) => !(byUserNamespace && closed)),
    );
  },
};

function judgeKernel(
  view: KubernetesView,
  answer: Answer,
  kernel: string,
  left: readonly Hole[],
): void {
  const doubtful: string[] = [];
  for (const { cve, aliases, ...hole } of left) {
    const state = stateOf(kernel, hole);
    if (state === 'unknown') doubtful.push(cve);
    if (state !== 'open') continue;
    const path = ['status', 'nodeInfo', 'kernelVersion'];
    failAt(view, answer, { path, params: { kernel, cve }, aliases });
  }
  if (doubtful.length > 0)
    answer.needsHuman({
      en: `look in the tracker of the distribution which build mends ${doubtful.join(', ')}: ${kernel} does not tell`,
      'zh-CN': `请在发行版的跟踪系统中查看哪个构建修复了 ${doubtful.join('、')}：仅凭 ${kernel} 无法得知`,
    });
}

/**
 * What the name of a kernel tells. Distributions mend code without raising the version, so that a
 * suffix leaves an old version open to doubt; one that is new enough needs no mending.
 */
function stateOf(
  kernel: string,
  { since, mended, ubuntu }: Pick<Hole, 'since' | 'mended' | 'ubuntu'>,
): 'open' | 'closed' | 'unknown' {
  const [, text = '', suffix = ''] =
    /^(\d{1,4}\.\d{1,4}\.\d{1,5})(?![\d.])(.*)$/.exec(kernel) ?? [];
  if (text === '') return 'unknown';
  const version = versionOf(text);
  const build = /^-(\d{1,6})-generic$/.exec(suffix)?.[1];
  const first = ubuntu.get(text);
  if (build !== undefined && first !== undefined) return Number(build) < first ? 'open' : 'closed';
  const own = mended.find((one) => one[0] === version[0] && one[1] === version[1]);
  const newest = mended.at(-1) ?? since;
  if (own === undefined ? !isBefore(version, newest) : !isBefore(version, own)) return 'closed';
  // Enterprise kernels bring new code, and its holes, to versions from before it.
  if (isBefore(version, since)) return /\.el\d/.test(suffix) ? 'unknown' : 'closed';
  return suffix === '' ? 'open' : 'unknown';
}

function versionOf(text: string): Version {
  const [major = 0, minor = 0, patch = 0] = text.split('.').map(Number);
  return [major, minor, patch];
}

function isBefore(one: Version, other: Version): boolean {
  const at = one.findIndex((part, index) => part !== other[index]);
  return at >= 0 && (one[at] ?? 0) < (other[at] ?? 0);
}

/** Whether a report of the node's kernel settings says that only root makes user namespaces. */
function userNamespacesAreOff({ name, set }: KubernetesView): boolean {
  return set
    .ofKind('LinuxKernelVariables')
    .filter((one) => one.group === collectorGroup && one.name === name)
    .some(({ object }) =>
      listOf(object['data']).some((item) => {
        const { source, value } = objectOf(item);
        const path = shown(source);
        return (
          (path === '/proc/sys/kernel/unprivileged_userns_clone' ||
            path === '/proc/sys/user/max_user_namespaces') &&
          shown(value).trim() === '0'
        );
      }),
    );
}
