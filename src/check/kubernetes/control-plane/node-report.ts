import { listOf, numberOf, objectOf, textOf } from '../../../formats/json-values.ts';
import type { Answer } from '../../contract.ts';
import { failAt } from '../judge.ts';
import type { KubernetesView, Path } from '../view.ts';
import { valueAt } from '../workloads.ts';
import { collectorGroup } from './reports.ts';

/** Files that kubescape's collector reports, and the ids of kubescape that ask for mode and owner. */
interface ReportedFile {
  readonly at: Path;
  readonly mode?: string;
  readonly owner?: string;
  /** Only files whose path ends so. */
  readonly ending?: string;
}

const masterReport: readonly ReportedFile[] = [
  {
    at: ['PKIFiles'],
    mode: 'ensure-that-the-Kubernetes-PKI-key-file-permissions-are-set-to-600',
    ending: '.key',
  },
  {
    at: ['adminConfigFile'],
    mode: 'ensure-that-the-admin.conf-file-permissions-are-set-to-600',
    owner: 'ensure-that-the-admin.conf-file-ownership-is-set-to-root-root',
  },
  {
    at: ['controllerManagerInfo', 'specsFile'],
    owner:
      'ensure-that-the-controller-manager-pod-specification-file-ownership-is-set-to-root-root',
  },
  {
    at: ['controllerManagerInfo', 'configFile'],
    owner: 'ensure-that-the-controller-manager.conf-file-ownership-is-set-to-root-root',
  },
  {
    at: ['etcdConfigFile'],
    mode: 'ensure-that-the-etcd-pod-specification-file-permissions-are-set-to-600-or-more-restrictive',
  },
  {
    at: ['schedulerInfo', 'specsFile'],
    owner: 'ensure-that-the-scheduler-pod-specification-file-ownership-is-set-to-root-root',
  },
];

const workerReport: readonly ReportedFile[] = [
  {
    at: ['clientCAFile'],
    mode: 'ensure-that-the-certificate-authorities-file-permissions-are-set-to-600-or-more-restrictive',
    owner: 'ensure-that-the-client-certificate-authorities-file-ownership-is-set-to-root-root',
  },
  {
    at: ['kubeConfigFile'],
    mode: 'ensure-that-the-kubeconfig-kubelet.conf-file-permissions-are-set-to-600-or-more-restrictive',
    owner: 'ensure-that-the-kubeconfig-kubelet.conf-file-ownership-is-set-to-root-root',
  },
  {
    at: ['configFile'],
    mode: 'if-the-kubelet-config.yaml-configuration-file-is-being-used-validate-permissions-set-to-600-or-more-restrictive',
    owner: 'ensure-that-the-kubelet-configuration-file-ownership-is-set-to-root-root',
  },
  {
    at: ['configFile'],
    mode: 'ensure-that-the-kubelet-configuration-file-has-permissions-set-to-644-or-more-restrictive',
  },
  {
    at: ['serviceFiles'],
    owner: 'ensure-that-the-kubelet-service-file-ownership-is-set-to-root-root',
  },
];

const proxyReport: readonly ReportedFile[] = [
  {
    at: ['kubeConfigFile'],
    owner: 'if-proxy-kubeconfig-file-exists-ensure-ownership-is-set-to-root-root',
  },
];

const reports: Readonly<Record<string, readonly ReportedFile[]>> = {
  ControlPlaneInfo: masterReport,
  KubeletInfo: workerReport,
  KubeProxyInfo: proxyReport,
};

/** Ids of kubescape that are answered by what its collector reports of the control plane. */
export const masterReportIds: readonly string[] = idsOf(masterReport);
/** The same of other nodes. */
export const workerReportIds: readonly string[] = idsOf([...workerReport, ...proxyReport]);

function idsOf(files: readonly ReportedFile[]): readonly string[] {
  return files.flatMap(({ mode, owner }) => [mode ?? [], owner ?? []].flat());
}

/** Judges the files that an object of the collector reports; false when it is none of those kinds. */
export function judgeReport(
  view: KubernetesView,
  answer: Answer,
  kinds: readonly string[],
): boolean {
  if (view.group !== collectorGroup || !kinds.includes(view.kind)) return false;
  for (const row of reports[view.kind] ?? []) {
    const found = valueAt(view.object['data'], row.at);
    const files = Array.isArray(found) ? listOf(found) : [found ?? []].flat();
    files.map(objectOf).forEach((file, index) => {
      if (!(textOf(file['path']) ?? '').endsWith(row.ending ?? '')) return;
      const path = ['data', ...row.at, ...(Array.isArray(found) ? [index] : [])];
      const { username, groupname } = objectOf(file['ownership']);
      const mode = numberOf(file['permissions']) ?? 0;
      const name = textOf(file['path']) ?? row.at.join('.');
      if (row.mode !== undefined && (mode & ~0o600) !== 0) {
        const params = { file: name, found: mode.toString(8), wanted: '600' };
        failAt(view, answer, { path, params, aliases: { kubescape: [row.mode] } });
      }
      if (row.owner !== undefined && (username !== 'root' || groupname !== 'root')) {
        const found = `${textOf(username) ?? '?'}:${textOf(groupname) ?? '?'}`;
        const params = { file: name, found, wanted: 'root:root' };
        failAt(view, answer, { path, params, aliases: { kubescape: [row.owner] } });
      }
    });
  }
  return true;
}
