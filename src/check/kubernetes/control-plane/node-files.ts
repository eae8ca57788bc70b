import { listOf, objectOf } from '../../../formats/json-values.ts';
import type { Aliases } from './words.ts';
import { shown } from '../fields.ts';
import { failAt } from '../judge.ts';
import type { KubernetesRule } from '../rule.ts';
import { judgeReport, masterReportIds, workerReportIds } from './node-report.ts';

/** A file of a node as a collector reports it: the name of the answer, and the id that asks. */
interface NodeFile {
  readonly answer: string;
  readonly id: string;
  /** Owner and group, or the most permission bits; `600` and `root:root` when absent. */
  readonly wanted?: string;
}

const masterFiles: readonly NodeFile[] = [
  { answer: 'kubeAPIServerSpecFilePermission', id: 'KCV-0048' },
  { answer: 'kubeAPIServerSpecFileOwnership', id: 'KCV-0049' },
  { answer: 'kubeControllerManagerSpecFilePermission', id: 'KCV-0050' },
  { answer: 'kubeControllerManagerSpecFileOwnership', id: 'KCV-0051' },
  { answer: 'kubeSchedulerSpecFilePermission', id: 'KCV-0052' },
  { answer: 'kubeSchedulerSpecFileOwnership', id: 'KCV-0053' },
  { answer: 'kubeEtcdSpecFilePermission', id: 'KCV-0054' },
  { answer: 'kubeEtcdSpecFileOwnership', id: 'KCV-0055' },
  { answer: 'containerNetworkInterfaceFilePermissions', id: 'KCV-0056' },
  { answer: 'containerNetworkInterfaceFileOwnership', id: 'KCV-0057' },
  { answer: 'etcdDataDirectoryPermissions', id: 'KCV-0058', wanted: '700' },
  { answer: 'etcdDataDirectoryOwnership', id: 'KCV-0059', wanted: 'etcd:etcd' },
  { answer: 'adminConfFilePermissions', id: 'KCV-0060' },
  { answer: 'adminConfFileOwnership', id: 'KCV-0061' },
  { answer: 'schedulerConfFilePermissions', id: 'KCV-0062' },
  { answer: 'schedulerConfFileOwnership', id: 'KCV-0063' },
  { answer: 'controllerManagerConfFilePermissions', id: 'KCV-0064' },
  { answer: 'controllerManagerConfFileOwnership', id: 'KCV-0065' },
  { answer: 'kubePKIDirectoryFileOwnership', id: 'KCV-0066' },
  { answer: 'kubePKIKeyFilePermissions', id: 'KCV-0067' },
  { answer: 'kubernetesPKICertificateFilePermissions', id: 'KCV-0068' },
];

const workerFiles: readonly NodeFile[] = [
  { answer: 'kubeletServiceFilePermissions', id: 'KCV-0069' },
  { answer: 'kubeletServiceFileOwnership', id: 'KCV-0070' },
  { answer: 'kubeconfigFileExistsPermissions', id: 'KCV-0071' },
  { answer: 'kubeconfigFileExistsOwnership', id: 'KCV-0072' },
  { answer: 'kubeletConfFilePermissions', id: 'KCV-0073' },
  { answer: 'kubeletConfFileOwnership', id: 'KCV-0074' },
  { answer: 'certificateAuthoritiesFilePermissions', id: 'KCV-0075' },
  { answer: 'certificateAuthoritiesFileOwnership', id: 'KCV-0076' },
  { answer: 'kubeletConfigYamlConfigurationFilePermission', id: 'KCV-0077' },
  { answer: 'kubeletConfigYamlConfigurationFileOwnership', id: 'KCV-0078' },
];

/** Files of the control plane's nodes belong to root alone. */
export const masterNodeFiles: KubernetesRule = filesRule(
  'FIL-MASTER',
  { files: masterFiles, kinds: ['ControlPlaneInfo'] },
  {
    trivy: [
      'KCV-0048',
      'KCV-0049',
      'KCV-0050',
      'KCV-0051',
      'KCV-0052',
      'KCV-0053',
      'KCV-0054',
      'KCV-0055',
      'KCV-0056',
      'KCV-0057',
      'KCV-0058',
      'KCV-0059',
      'KCV-0060',
      'KCV-0061',
      'KCV-0062',
      'KCV-0063',
      'KCV-0064',
      'KCV-0065',
      'KCV-0066',
      'KCV-0067',
      'KCV-0068',
    ],
    kubescape: [
      'C-0092',
      'C-0093',
      'C-0094',
      'C-0095',
      'C-0096',
      'C-0097',
      'C-0098',
      'C-0099',
      'C-0100',
      'C-0101',
      'C-0102',
      'C-0103',
      'C-0104',
      'C-0105',
      'C-0106',
      'C-0107',
      'C-0108',
      'C-0109',
      'C-0110',
      'C-0111',
      'C-0112',
      ...masterReportIds,
    ],
    'kube-bench': [
      '1.1.1',
      '1.1.2',
      '1.1.3',
      '1.1.4',
      '1.1.5',
      '1.1.6',
      '1.1.7',
      '1.1.8',
      '1.1.9',
      '1.1.10',
      '1.1.11',
      '1.1.12',
      '1.1.13',
      '1.1.14',
      '1.1.15',
      '1.1.16',
      '1.1.17',
      '1.1.18',
      '1.1.19',
      '1.1.20',
      '1.1.21',
    ],
  },
);

/** Files of every node belong to root alone. */
export const workerNodeFiles: KubernetesRule = filesRule(
  'FIL-WORKER',
  { files: workerFiles, kinds: ['KubeletInfo', 'KubeProxyInfo'] },
  {
    trivy: [
      'KCV-0069',
      'KCV-0070',
      'KCV-0071',
      'KCV-0072',
      'KCV-0073',
      'KCV-0074',
      'KCV-0075',
      'KCV-0076',
      'KCV-0077',
      'KCV-0078',
    ],
    kubescape: [
      'C-0162',
      'C-0163',
      'C-0164',
      'C-0165',
      'C-0166',
      'C-0167',
      'C-0168',
      'C-0169',
      'C-0170',
      'C-0171',
      'C-0235',
      'C-0238',
      ...workerReportIds,
    ],
    'kube-bench': [
      '4.1.1',
      '4.1.2',
      '4.1.3',
      '4.1.4',
      '4.1.5',
      '4.1.6',
      '4.1.7',
      '4.1.8',
      '4.1.9',
      '4.1.10',
    ],
  },
);

function filesRule(
  id: string,
  { files, kinds }: { readonly files: readonly NodeFile[]; readonly kinds: readonly string[] },
  aliases: Aliases,
): KubernetesRule {
  const [first] = files;
  return {
    id,
    aliases,
    severity: 'high',
    family: 'files',
    title: {
      en: 'A file of the node is open to others than root',
      'zh-CN': '节点文件可被 root 以外的用户访问',
    },
    message: {
      en: '{file} is {found}, wanted {wanted}',
      'zh-CN': '{file} 为 {found}，应为 {wanted}',
    },
    why: {
      en: 'Who can write such a file decides what the node runs; who can read its keys is the node.',
      'zh-CN': '能写此类文件者决定节点运行什么；能读其密钥者即可冒充节点。',
    },
    advice: {
      en: 'Set owner root:root and mode 600 or stricter.',
      'zh-CN': '将属主设为 root:root，权限设为 600 或更严格。',
    },
    references: ['https://kubernetes.io/docs/concepts/security/security-checklist/'],
    bad: [nodeInfo(first?.answer ?? '', 644)],
    good: [
      nodeInfo(first?.answer ?? '', 600),
      'apiVersion: v1\nkind: Node\nmetadata: { name: a }\n',
    ],
    check: (view, answer) => {
      if (judgeReport(view, answer, kinds)) return;
      if (view.kind !== 'NodeInfo') {
        answer.notApplicable({ en: 'no report of a node', 'zh-CN': '没有节点的报告' });
        return;
      }
      const info = objectOf(view.object['info']);
      for (const file of files) {
        for (const value of listOf(objectOf(info[file.answer])['values']).map(shown)) {
          const wanted = file.wanted ?? (/Permissions?$/.test(file.answer) ? '600' : 'root:root');
          if (isWithin(value, wanted)) continue;
          failAt(view, answer, {
            path: ['info', file.answer],
            params: { file: file.answer, found: value, wanted },
            aliases: { trivy: [file.id] },
          });
        }
      }
    },
  };
}

/** No permission bit beyond those wanted; an owner exactly. */
function isWithin(value: string, wanted: string): boolean {
  if (!/^\d+$/.test(wanted)) return value === wanted;
  // A collector gives the octal digits as a number; some give 500, where only fewer bits are meant.
  return /^[0-7]{1,4}$/.test(value) && Number(value) <= Number(wanted);
}

function nodeInfo(answer: string, value: number): string {
  return `apiVersion: v1\nkind: NodeInfo\ninfo:\n  ${answer}: { values: [${value}] }\n`;
}
