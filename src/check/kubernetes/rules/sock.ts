import { eachPod } from '../judge.ts';
import { podWith } from '../examples.ts';
import { hostPaths, mountsOf } from '../volumes.ts';
import type { KubernetesRule } from '../rule.ts';

const sockets = new Set([
  '/run',
  '/run/docker.sock',
  '/run/docker',
  '/run/containerd',
  '/run/containerd/containerd.sock',
  '/run/crio',
  '/run/crio/crio.sock',
  '/run/cri-dockerd.sock',
  '/run/podman/podman.sock',
  '/run/k3s/containerd/containerd.sock',
  '/run/dockershim.sock',
]);

/** No socket of a container runtime is mounted. */
export const runtimeSocket: KubernetesRule = {
  id: 'K8S-SOCK',
  aliases: {
    trivy: ['KSV-0006'],
    checkov: ['CKV_K8S_27'],
    kics: ['k/docker_daemon_socket_is_exposed_to_containers'],
    kubescape: ['C-0074', 'containers-mounting-docker-socket'],
    'kube-linter': ['docker-sock'],
    kyverno: ['disallow-container-sock-mounts', 'docker-socket-check'],
  },
  severity: 'critical',
  standards: ['nsa'],
  family: 'docker-sock',
  title: {
    en: 'The socket of the container runtime is mounted',
    'zh-CN': '挂载了容器运行时套接字',
  },
  message: {
    en: 'The socket {host} of the container runtime is a volume',
    'zh-CN': '容器运行时套接字 {host} 被用作卷',
  },
  why: {
    en: 'Who reaches the socket starts any container with any mount: root on the node.',
    'zh-CN': '能访问该套接字就能以任意挂载启动任意容器：等同节点 root。',
  },
  advice: {
    en: 'Remove the volume; to build images use a builder that needs no daemon.',
    'zh-CN': '删除该卷；构建镜像请用无需守护进程的工具。',
  },
  references: ['https://kubernetes.io/docs/concepts/storage/volumes/#hostpath'],
  bad: [
    podWith({
      pod: 'volumes: [{ name: v, hostPath: { path: /var/run/docker.sock } }]',
      container: 'volumeMounts: [{ name: v, mountPath: /v }]',
    }),
  ],
  good: [
    podWith({
      pod: 'volumes: [{ name: v, emptyDir: {} }]',
      container: 'volumeMounts: [{ name: v, mountPath: /v }]',
    }),
    podWith({
      pod: 'volumes: [{ name: v, hostPath: { path: /var/log } }]',
      container: 'volumeMounts: [{ name: v, mountPath: /v }]',
    }),
  ],
  check: (view, answer) => {
    eachPod(view, answer, (pod) =>
      hostPaths(pod)
        .filter(({ host }) => sockets.has(host.replace(/^\/var\/run\//, '/run/')))
        .map(({ path, host, name }) => ({
          path: [...path, 'hostPath', 'path'],
          alsoPaths: mountsOf(pod, name).map((mount) => mount.path),
          params: { host },
        })),
    );
  },
};
