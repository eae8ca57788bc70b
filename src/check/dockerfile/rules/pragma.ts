import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** A comment takes findings out of the count. */
export const pragma: DockerfileRule = {
  id: 'DF-PRAGMA',
  aliases: { hadolint: ['DL1001'] },
  severity: 'low',
  level: 'optional',
  family: 'suppression',
  title: { en: 'A comment takes findings out of the count', 'zh-CN': '注释屏蔽了检查结果' },
  message: {
    en: '"{comment}" takes findings out of the count',
    'zh-CN': '“{comment}”屏蔽了检查结果',
  },
  why: {
    en: 'Where no exception is wanted, a comment is one that nobody approved.',
    'zh-CN': '在不允许例外的场合，这样的注释是未经批准的例外。',
  },
  advice: {
    en: 'Remove the comment and the fault, or write the exception into the shared ignore file.',
    'zh-CN': '删除注释并修复问题，或把例外写入共享的忽略文件。',
  },
  references: ['https://docs.docker.com/reference/dockerfile/#check'],
  bad: [
    `# hadolint ignore=DL3006
FROM alpine
`,
  ],
  good: [
    `FROM alpine:3.20
`,
    `# a comment
FROM alpine:3.20
`,
  ],
  check: (view, { fail }) => {
    for (const comment of view.file.syntax.comments) {
      const found =
        /^(?:hadolint\s+(?:global\s+)?ignore\s*=|(?:trivy|tfsec):ignore:|checkov:skip=|kics-scan\s|plimsoll[ :]ignore|check\s*=.*skip)/i.exec(
          comment.text,
        );
      if (found !== null) fail({ at: place(view, comment), params: { comment: found[0].trim() } });
    }
  },
};
