import { buildCheckPage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** Two stages have the same name. */
export const stageDup: DockerfileRule = {
  id: 'DF-STAGE-DUP',
  aliases: {
    hadolint: ['DL3024'],
    trivy: ['DS-0012'],
    kics: ['d/same_alias_in_different_froms'],
    checkov: ['CKV_DOCKER_11'],
    buildkit: ['DuplicateStageName'],
  },
  severity: 'high',
  title: { en: 'Two stages have the same name', 'zh-CN': '两个阶段同名' },
  message: {
    en: 'Stage name "{name}" is taken by the stage in line {line}',
    'zh-CN': '阶段名“{name}”已被第 {line} 行的阶段使用',
  },
  why: {
    en: 'The builder refuses the file, or COPY --from reads the stage that was not meant.',
    'zh-CN': '构建器会拒绝该文件，或 COPY --from 读取了错误的阶段。',
  },
  advice: { en: 'Give every stage a name of its own.', 'zh-CN': '为每个阶段取唯一的名称。' },
  references: [buildCheckPage('duplicate-stage-name')],
  bad: [
    `FROM alpine:3.20 AS one
FROM alpine:3.20 AS One
`,
  ],
  good: [
    `FROM alpine:3.20 AS one
FROM alpine:3.20 AS two
`,
    `FROM alpine:3.20
FROM alpine:3.20
`,
  ],
  check: (view, { fail }) => {
    const seen = new Map<string, number>();
    for (const { from, name, nameWord } of view.file.stages) {
      if (name === undefined || from === undefined || nameWord === undefined) continue;
      const line = seen.get(name);
      if (line !== undefined)
        fail({ at: place(view, from), params: { name: nameWord.text, line } });
      else seen.set(name, from.startLine);
    }
  },
};
