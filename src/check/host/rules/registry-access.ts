import { asIs } from '../../words.ts';
import type { CheckRule } from '../../contract.ts';
import { hostFault } from '../fault.ts';
import { printable } from '../../../model/index.ts';
import type { HostView } from '../view.ts';

/** A registry on this machine that lets everybody in. */
export const registryAccess: CheckRule<HostView> = {
  id: 'REG-AUTH',
  aliases: {},
  severity: 'high',
  family: 'trusted-registry',
  title: { en: 'Own registry without TLS or sign-in', 'zh-CN': '自建镜像仓库未启用 TLS 或认证' },
  message: {
    en: 'The registry {name} has no {missing}',
    'zh-CN': '镜像仓库 {name} 缺少 {missing}',
  },
  why: {
    en: 'Who reaches it reads every image, with what is in them, and replaces those that your hosts will run next.',
    'zh-CN': '能访问它的人可读取所有镜像及其内容，并替换主机接下来要运行的镜像。',
  },
  advice: {
    en: 'Set REGISTRY_AUTH (htpasswd or token) and REGISTRY_HTTP_TLS_CERTIFICATE with its key, or put it behind a proxy that does both.',
    'zh-CN':
      '设置 REGISTRY_AUTH（htpasswd 或 token）与 REGISTRY_HTTP_TLS_CERTIFICATE 及密钥，或置于提供两者的代理之后。',
  },
  references: ['https://distribution.github.io/distribution/about/configuration/'],
  bad: [
    '{"registries": [{"name": "registry", "tls": false, "auth": "", "address": "0.0.0.0:5000"}]}',
    '{"registries": [{"name": "registry", "tls": true, "auth": ""}]}',
  ],
  good: [
    '{"registries": [{"name": "registry", "tls": true, "auth": "htpasswd"}]}',
    '{"registries": []}',
  ],
  check: (view, answer) => {
    if (view.registries.length === 0)
      return answer.notApplicable({ en: 'no registry runs here', 'zh-CN': '此处没有运行镜像仓库' });
    for (const { name, tls, auth, address } of view.registries) {
      if (tls === undefined || auth === undefined) {
        answer.couldNotRead({
          en: `settings of the registry ${printable(name)}`,
          'zh-CN': `镜像仓库 ${printable(name)} 的设置`,
        });
        continue;
      }
      const missing = [...(tls ? [] : ['TLS']), ...(auth === '' ? ['sign-in'] : [])];
      if (missing.length === 0) {
        answer.passed(asIs(`${printable(name)}: TLS, ${printable(auth)}`));
        continue;
      }
      const local = /^(?:127\.|localhost|\[?::1)/.test(address);
      const fault = hostFault({
        path: name,
        observed: `tls: ${tls ? 'yes' : 'no'}, auth: ${auth === '' ? 'none' : auth}${address === '' ? '' : `, on ${address}`}`,
        wanted: { en: 'TLS and a way of signing in', 'zh-CN': 'TLS 和登录方式' },
        command:
          'docker run ... -e REGISTRY_AUTH=htpasswd -e REGISTRY_AUTH_HTPASSWD_PATH=/auth/htpasswd -e REGISTRY_HTTP_TLS_CERTIFICATE=/certs/tls.crt -e REGISTRY_HTTP_TLS_KEY=/certs/tls.key registry:3',
      });
      answer.fail({
        ...fault,
        params: { name: printable(name), missing: missing.join(', ') },
        ...(local ? { severity: 'medium' } : {}),
      });
    }
  },
};
