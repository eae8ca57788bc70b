import type { CheckRule } from '../../contract.ts';
import { configFault } from '../fault.ts';
import { shellWord } from '../../../formats/shell-quoting.ts';
import type { ImageView } from '../view.ts';

/** Vulnerabilities that a scan found, or no scan. */
export const knownVulnerabilities: CheckRule<ImageView> = {
  id: 'IMG-VULN-SCAN',
  aliases: {
    'docker-bench': ['4.4', '8.2.1'],
    kubescape: ['C-0083', 'C-0084', 'C-0085', 'C-0221', 'C-0243'],
  },
  severity: 'high',
  family: 'vuln',
  title: { en: 'Known vulnerabilities in the image', 'zh-CN': '镜像含有已知漏洞' },
  message: {
    en: '{image} has vulnerabilities that are critical or high',
    'zh-CN': '{image} 含有严重或高危漏洞',
  },
  why: {
    en: 'They are published, with the way to use them.',
    'zh-CN': '这些漏洞及其利用方法均已公开。',
  },
  advice: { en: 'Rebuild on updated packages.', 'zh-CN': '基于更新后的软件包重新构建。' },
  references: ['https://docs.docker.com/build/building/best-practices/#rebuild-your-images-often'],
  bad: ['{"Config": {}, "vulnerabilities": {"value": {"critical": 1, "high": 3}}}'],
  good: [
    '{"Config": {}, "vulnerabilities": {"value": {"critical": 0, "high": 0}}}',
    '{"Config": {}}',
  ],
  check: (view, answer) => {
    if (view.vulnerabilities === undefined)
      return answer.notApplicable({
        en: `not scanned here: plimsoll image ${view.subject}`,
        'zh-CN': `此处未扫描：plimsoll image ${view.subject}`,
      });
    if (view.vulnerabilities.state !== 'value')
      return answer.couldNotRead({ en: 'result of the scan', 'zh-CN': '扫描结果' });
    const { critical, high } = view.vulnerabilities.value;
    if (critical + high === 0)
      return answer.passed({
        en: 'scanned, none critical or high',
        'zh-CN': '已扫描，没有严重或高危漏洞',
      });
    answer.fail(
      configFault(view, '/vulnerabilities', {
        observed: {
          en: `${critical} critical, ${high} high`,
          'zh-CN': `严重 ${critical} 个、高危 ${high} 个`,
        },
        wanted: { en: 'none', 'zh-CN': '无' },
        command: `plimsoll image ${shellWord(view.subject)}`,
      }),
    );
  },
};
