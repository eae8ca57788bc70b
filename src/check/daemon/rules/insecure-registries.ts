import type { CheckRule } from '../../contract.ts';
import { judgeSetting } from '../settings.ts';
import type { DaemonView } from '../view.ts';

/** Registries that are spoken to without checking who they are. */
export const insecureRegistries: CheckRule<DaemonView> = {
  id: 'DMN-INSECURE-REG',
  aliases: { 'docker-bench': ['2.5'] },
  severity: 'high',
  family: 'trusted-registry',
  title: { en: 'Insecure registries allowed', 'zh-CN': '允许不安全的镜像仓库' },
  why: {
    en: 'Images from such a registry can be changed by anybody on the way.',
    'zh-CN': '来自此类仓库的镜像可能在途中被任何人篡改。',
  },
  advice: {
    en: 'Give the registry a certificate and put its authority into /etc/docker/certs.d.',
    'zh-CN': '为仓库配置证书，并将其 CA 放入 /etc/docker/certs.d。',
  },
  references: ['https://docs.docker.com/reference/cli/dockerd/#insecure-registries'],
  bad: [
    '{"insecure-registries": ["10.0.0.5:5000"]}',
    '{"info": {"value": {"RegistryConfig": {"InsecureRegistryCIDRs": ["127.0.0.0/8"], "IndexConfigs": {"r:5000": {"Secure": false}}}}}}',
  ],
  good: [
    '{}',
    '{"info": {"value": {"RegistryConfig": {"InsecureRegistryCIDRs": ["127.0.0.0/8", "::1/128"], "IndexConfigs": {"docker.io": {"Secure": true}}}}}}',
  ],
  check: (view, answer) => {
    judgeSetting(view, answer, {
      name: 'insecure-registries',
      good: (value) => typeof value === 'object' && value.length === 0,
      wanted: { en: 'none', 'zh-CN': '无' },
      json: '[]',
      edit: 'review',
    });
  },
};
