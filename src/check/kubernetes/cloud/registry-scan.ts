import { listOf, textOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import { settings } from '../examples.ts';
import { failAt } from '../judge.ts';
import type { KubernetesRule } from '../rule.ts';
import type { Path } from '../view.ts';
import { lookUp } from './lookup.ts';

/** Repositories of a cloud's registry look for vulnerabilities in what is pushed. */
export const registryScan: KubernetesRule = {
  id: 'REG-IMAGE-SCAN',
  aliases: { kubescape: ['C-0221', 'C-0243', 'ensure-image-scanning-enabled-cloud'] },
  severity: 'low',
  family: 'cloud',
  title: {
    en: 'A repository of images is not scanned for vulnerabilities',
    'zh-CN': '镜像仓库未启用漏洞扫描',
  },
  message: {
    en: 'Repository "{name}" is not scanned for vulnerabilities',
    'zh-CN': '镜像仓库 "{name}" 未启用漏洞扫描',
  },
  why: {
    en: 'An image that was clean when it was built has known vulnerabilities some weeks later; nobody hears of it.',
    'zh-CN': '构建时没有漏洞的镜像几周后可能已有已知漏洞，却无人知晓。',
  },
  advice: {
    en: 'Switch scanning on push on, for the repository or the whole registry.',
    'zh-CN': '为该仓库或整个镜像库启用推送时扫描。',
  },
  references: [
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html',
    'https://cloud.google.com/artifact-analysis/docs/scan-os-automatically',
  ],
  bad: [repositories('"imageScanningConfiguration": { "scanOnPush": false }')],
  good: [repositories('"imageScanningConfiguration": { "scanOnPush": true }'), settings],
  check: (view, answer) => {
    if (view.kind !== 'DescribeRepositories') {
      answer.notApplicable({ en: 'no description of a registry', 'zh-CN': '没有镜像仓库的描述' });
      return;
    }
    const start: Path = view.object['kind'] === undefined ? [] : ['data'];
    for (const path of unscanned(view.object, start)) {
      const { value } = lookUp(view.object, path, 'repositoryName');
      const name = textOf(value) ?? textOf(lookUp(view.object, path, 'name').value) ?? '?';
      failAt(view, answer, { path, params: { name } });
    }
  },
};

function unscanned(object: JsonObject, start: Path): readonly Path[] {
  const inEcr = lookUp(object, start, 'repositories');
  const inGoogle = lookUp(object, start, 'registries');
  const found = (list: typeof inEcr, ...names: readonly string[]): readonly Path[] =>
    listOf(list.value).flatMap((_, index) => {
      const path = [...list.path, index];
      return lookUp(object, path, ...names).value === true ? [] : [path];
    });
  return [
    ...found(inEcr, 'imageScanningConfiguration', 'scanOnPush'),
    ...found(inGoogle, 'vulnerabilityScanningConfig', 'enableVulnerabilityScanning'),
  ];
}

function repositories(member: string): string {
  return `{
  "repositories": [
    {
      "repositoryArn": "arn:aws:ecr:eu-west-1:111122223333:repository/shop",
      "repositoryName": "shop",
      ${member}
    }
  ]
}
`;
}
