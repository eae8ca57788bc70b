import { listOf, objectOf } from '../../../formats/json-values.ts';
import { re2Matcher } from '../../../formats/re2.ts';
import { shown } from '../fields.ts';
import { eachContainer, failAt, listed } from '../judge.ts';
import { podWith, settings } from '../examples.ts';
import { findSecrets, isPlaceholder, isReference, isSecretName } from '../../../secrets/index.ts';
import { credentialOf, isSetting } from '../../credentials.ts';
import type { KubernetesRule } from '../rule.ts';
import type { KubernetesView } from '../view.ts';
import type { Aliases, Answer, Fault } from '../../contract.ts';

const inEnv: Aliases = {
  kubescape: ['C-0012', 'rule-credentials-in-env-var'],
  polaris: ['sensitiveContainerEnvVar'],
  kics: ['common/passwords_and_secrets'],
};
const inConfigMap: Aliases = {
  trivy: ['KSV-0109', 'KSV-01010'],
  kubescape: ['C-0012', 'C-0259', 'rule-credentials-configmap'],
  polaris: ['sensitiveConfigmapContent'],
  kics: ['common/passwords_and_secrets'],
};

const inFile: Aliases = { kics: ['common/passwords_and_secrets'] };

/** No credential stands in a manifest. */
export const secretPlain: KubernetesRule = {
  id: 'K8S-SECRET-PLAIN',
  aliases: {
    trivy: ['KSV-0109', 'KSV-01010'],
    kubescape: ['C-0012', 'C-0259', 'rule-credentials-in-env-var', 'rule-credentials-configmap'],
    polaris: ['sensitiveContainerEnvVar', 'sensitiveConfigmapContent'],
    kics: ['common/passwords_and_secrets'],
  },
  severity: 'high',
  family: 'secrets',
  title: { en: 'A credential stands in the manifest', 'zh-CN': '清单中含有明文凭据' },
  message: { en: '{name} holds a credential', 'zh-CN': '{name} 中含有凭据' },
  why: {
    en: 'Who may read the manifest, its repository or the object in the cluster has the credential.',
    'zh-CN': '能读取清单、其仓库或集群中对象的人都会得到该凭据。',
  },
  advice: {
    en: 'Put it into a Secret made outside the repository, and replace it: it is known by now.',
    'zh-CN': '改用在仓库外创建的 Secret，并更换该凭据：它已经泄露。',
  },
  references: ['https://kubernetes.io/docs/concepts/configuration/secret/'],
  bad: [
    podWith({ container: 'env: [{ name: DB_PASSWORD, value: hunter2hunter2 }]' }),
    `apiVersion: v1
kind: ConfigMap
metadata: { name: app }
data: { password: hunter2hunter2 }
`,
    `apiVersion: v1
kind: Secret
metadata: { name: app }
stringData: { password: hunter2hunter2 }
`,
    `apiVersion: v1
kind: Secret
metadata: { name: app }
data: { url: cG9zdGdyZXM6Ly9hcHA6U3VwM3JTM2NyZXQ5QGRiL2FwcA== }
`,
  ],
  good: [
    podWith({ container: 'env: [{ name: DB_PASSWORD, value: $(OTHER) }]' }),
    podWith({ container: 'env: [{ name: SECRET_KEY_PATH, value: /etc/key }]' }),
    settings,
    `apiVersion: v1
kind: Secret
metadata: { name: app }
stringData: { password: changeme, token: '{{ .Values.token }}', username: app }
data: { password: Y2hhbmdlbWU= }
`,
  ],
  options: { values: [] },
  check: (view, answer) => {
    const known = ownValues(answer);
    if (view.kind === 'ConfigMap') inSettings(view, answer, known);
    else if (view.kind === 'Secret') inSecret(view, answer);
    else {
      eachContainer(view, answer, ({ spec, path }) => [
        ...listOf(spec['env']).flatMap((item, index) => {
          const { name, value } = objectOf(item);
          if (!isCredential(shown(name), value) && !known(shown(value))) return [];
          return [
            {
              path: [...path, 'env', index, 'value'],
              alsoPaths: [[...path, 'env', index, 'name']],
              params: { name: shown(name) },
              aliases: inEnv,
              ...asStandIn(value),
            },
          ];
        }),
        ...['command', 'args'].flatMap((field) =>
          listOf(spec[field]).flatMap((word, index) =>
            findSecrets(shown(word)).length > 0
              ? [{ path: [...path, field, index], params: { name: field }, aliases: inEnv }]
              : [],
          ),
        ),
      ]);
    }
  },
};

type IsKnown = (text: string) => boolean;

/** Values that the user calls credentials by the option `values`: regular expressions of Go, matched anywhere. */
function ownValues(answer: Answer): IsKnown {
  const patterns = listed(answer, 'values').flatMap((text) => {
    const pattern = re2Matcher(text);
    if (typeof pattern === 'function') return [pattern];
    answer.couldNotRead({
      en: `the pattern "${text}" of the option "values": ${pattern.fault}`,
      'zh-CN': `选项 "values" 的模式“${text}”：${pattern.fault}`,
    });
    return [];
  });
  return (text) => patterns.some((matches) => matches(text));
}

function inSettings(view: KubernetesView, answer: Answer, known: IsKnown): void {
  for (const [name, value] of Object.entries(objectOf(view.object['data']))) {
    const wanted = known(shown(value));
    if (wanted || isCredential(name, value) || assigned(shown(value)))
      failAt(view, answer, {
        path: ['data', name],
        params: { name },
        aliases: inConfigMap,
        ...(wanted ? {} : asStandIn(value)),
      });
  }
}

/** A filler opens nothing; it tells where a credential is going to stand. */
function asStandIn(value: unknown): Pick<Fault, 'message' | 'severity'> {
  return isPlaceholder(shown(value)) ? { message: standIn, severity: 'low' } : {};
}

const standIn = {
  en: '{name} is where a credential goes; what stands there is none',
  'zh-CN': '{name} 用于存放凭据；现有的值并非真实凭据',
};

/** Base64 hides nothing: a Secret in a file is as plain as any other text. */
function inSecret(view: KubernetesView, answer: Answer): void {
  for (const field of ['stringData', 'data']) {
    for (const [name, value] of Object.entries(objectOf(view.object[field]))) {
      const text = shown(value);
      const plain = field === 'data' ? Buffer.from(text, 'base64').toString('utf8') : text;
      const found = credentialOf(name, plain);
      if (found === undefined) continue;
      const evidence = [
        {
          en: `${name}: ${found.shown} (${found.kind}), wanted nothing in the file`,
          'zh-CN': `${name}：${found.shown}（${found.kind}），文件中不应出现`,
        },
      ];
      failAt(view, answer, { path: [field, name], params: { name }, aliases: inFile, evidence });
    }
  }
}

/** A telling name with a value of its own, or a value that is a credential whatever its name. */
function isCredential(name: string, value: unknown): boolean {
  const text = shown(value);
  if (text === '' || isReference(text)) return false;
  const telling = isSecretName(name) || /(?:^|_)access_?key_?id$/i.test(name);
  if (telling && !isSetting(text)) return true;
  return findSecrets(text).length > 0 || /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/.test(text);
}

/** Lines such as `DB_PASSWORD=…` in a file that a ConfigMap holds. */
function assigned(text: string): boolean {
  return text.split('\n').some((line) => {
    const [, name = '', value = ''] =
      /^\s*(?:export\s+)?([A-Za-z0-9_.-]{1,80})\s*[=:]\s*(\S.*)$/.exec(line) ?? [];
    return isSecretName(name) && isCredential(name, value.replaceAll(/^["']|["']$/g, ''));
  });
}
