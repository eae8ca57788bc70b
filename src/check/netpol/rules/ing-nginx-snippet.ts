import { ingressWith, webIngress } from '../examples.ts';
import { textOf } from '../../../formats/json-values.ts';
import type { Answer, Text } from '../../contract.ts';
import { called } from '../../kubernetes/fields.ts';
import type { KubernetesView } from '../../kubernetes/view.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

const messages = {
  snippet: {
    en: '{annotation} writes configuration of the controller',
    'zh-CN': '{annotation} 可写入控制器配置',
  },
  injection: {
    en: '{annotation} holds characters that end a directive of nginx: {found}',
    'zh-CN': '{annotation} 含有可结束 nginx 指令的字符：{found}',
  },
  controller: {
    en: '{container} runs ingress-nginx {version}, which lets snippets read every Secret (before 1.0.1 and 0.49.1)',
    'zh-CN':
      '{container} 运行 ingress-nginx {version}，snippet 可读取所有 Secret（1.0.1 与 0.49.1 之前）',
  },
  allowed: {
    en: 'The controller allows snippets',
    'zh-CN': '控制器允许 snippet',
  },
} satisfies Record<string, Text>;
const snippets = {
  checkov: ['CKV_K8S_152', 'CKV_K8S_153', 'CKV_K8S_154'],
  kubescape: ['C-0059'],
  kyverno: [
    'disallow-ingress-nginx-custom-snippets',
    'restrict-annotations',
    'restrict-ingress-paths',
  ],
};

/** Annotations whose value older controllers put into their configuration as it was. */
const risky =
  /\/(?:auth-url|auth-tls-match-cn|mirror-target|mirror-host|auth-signin|rewrite-target)$/;

/** Annotations that write configuration of ingress-nginx, and controllers known to be broken. */
export const ingNginxSnippet: KubernetesRule = {
  id: 'ING-NGINX-SNIPPET',
  aliases: {
    trivy: ['KCV-0093'],
    checkov: ['CKV_K8S_152', 'CKV_K8S_153', 'CKV_K8S_154'],
    kubescape: ['C-0059', 'C-0292', 'CVE-2021-25742', 'detect-nginx-ingress-controller-eol'],
    kyverno: [
      'disallow-ingress-nginx-custom-snippets',
      'restrict-annotations',
      'restrict-ingress-paths',
      'check-ingress-nginx-controller-version-and-annotation-policy',
    ],
  },
  severity: 'high',
  family: 'ingress',
  title: {
    en: 'An Ingress writes configuration of ingress-nginx',
    'zh-CN': 'Ingress 可写入 ingress-nginx 的配置',
  },
  why: {
    en: 'Snippets are nginx configuration, Lua included: they read the token of the controller and with it every Secret (CVE-2021-25742). Other annotations were let through unescaped (CVE-2025-1974 and its kin).',
    'zh-CN':
      'snippet 即 nginx 配置（含 Lua），可读取控制器令牌及所有 Secret（CVE-2021-25742）；其他注解也曾未经转义（CVE-2025-1974 等）。',
  },
  advice: {
    en: 'Turn snippets off (allow-snippet-annotations: "false") and update or replace the controller: its development has ended.',
    'zh-CN':
      '关闭 snippet（allow-snippet-annotations: "false"），并升级或更换控制器——其开发已停止。',
  },
  references: [
    'https://github.com/kubernetes/kubernetes/issues/126811',
    'https://nvd.nist.gov/vuln/detail/CVE-2021-25742',
    'https://nvd.nist.gov/vuln/detail/CVE-2025-1974',
  ],
  bad: [
    ingressWith({
      metadata: `  annotations:
    nginx.ingress.kubernetes.io/configuration-snippet: "return 200;"
`,
    }),
    ingressWith({
      metadata: `  annotations:
    nginx.ingress.kubernetes.io/auth-url: "http://example.com/#;\\ninjection"
`,
    }),
  ],
  good: [
    ingressWith({
      metadata: `  annotations:
    nginx.ingress.kubernetes.io/auth-url: https://auth.example.com/check?x=1
`,
    }),
    webIngress,
  ],
  check: (view, answer) => {
    if (view.kind === 'Ingress') checkAnnotations(view, answer);
    else if (view.kind === 'ConfigMap') checkSettings(view, answer);
    else if (view.pod === undefined)
      answer.notApplicable({
        en: 'no Ingress and no controller',
        'zh-CN': '没有 Ingress，也没有控制器',
      });
    else checkController(view, answer);
  },
};

function checkAnnotations(view: KubernetesView, answer: Answer): void {
  for (const annotation of Object.keys(view.annotations)) {
    const at = view.at(['metadata', 'annotations', annotation]);
    if (/^nginx\.(?:ingress\.kubernetes|org)\.?(?:io)?\/.*snippets?$/.test(annotation)) {
      answer.fail({ at, message: messages.snippet, params: { annotation }, aliases: snippets });
      continue;
    }
    if (!risky.test(annotation)) continue;
    const value = textOf(view.annotations[annotation]) ?? '';
    const found = /[;{}|\\"'`\n\r#]|\$\(/.exec(value)?.[0];
    const name = annotation.endsWith('auth-tls-match-cn') && !value.startsWith('CN=');
    if (found === undefined && !name) continue;
    answer.fail({
      at,
      message: messages.injection,
      params: { annotation, found: JSON.stringify(found ?? value.slice(0, 20)) },
      aliases: { trivy: ['KCV-0093'] },
    });
  }
}

function checkSettings(view: KubernetesView, answer: Answer): void {
  const data = view.object['data'];
  const allowed = (data as Record<string, unknown> | undefined)?.['allow-snippet-annotations'];
  if (textOf(allowed) !== 'true') {
    answer.notApplicable({
      en: 'no settings of the controller that allow snippets',
      'zh-CN': '没有允许 snippet 的控制器设置',
    });
    return;
  }
  const at = view.at(['data', 'allow-snippet-annotations']);
  answer.fail({ at, message: messages.allowed, aliases: snippets });
}

function checkController(view: KubernetesView, answer: Answer): void {
  for (const container of view.pod?.containers ?? []) {
    const image = textOf(container.spec['image']) ?? '';
    const [, major, minor, patch] =
      /(?:nginx-controller|ingress-nginx\/controller|nginx-ingress-controller)(?:-chroot)?:v?(\d{1,4})\.(\d{1,4})\.(\d{1,4})/.exec(
        image,
      ) ?? [];
    if (major === undefined) continue;
    const version = [major, minor, patch].map(Number);
    const [x = 0, y = 0, z = 0] = version;
    const broken = x === 0 ? y < 49 || (y === 49 && z < 1) : x === 1 && y === 0 && z < 1;
    if (!broken) continue;
    answer.fail({
      at: view.at([...container.path, 'image']),
      message: messages.controller,
      params: { container: called(container), version: version.join('.') },
      aliases: {
        kubescape: ['C-0059', 'CVE-2021-25742'],
        kyverno: ['check-ingress-nginx-controller-version-and-annotation-policy'],
      },
    });
  }
}
