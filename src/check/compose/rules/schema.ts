import { printable } from '../../../model/index.ts';
import { wholeProject } from '../view.ts';
import type { ComposeRule } from '../view.ts';

const twice = {
  en: 'The key "{key}" is given twice, first in {first}',
  'zh-CN': '键 "{key}" 重复出现，首次出现于 {first}',
};
const wrongKind = {
  en: '"{field}" is {found}, wanted {wanted}',
  'zh-CN': '"{field}" 的类型为 {found}，应为 {wanted}',
};

/** What the Compose specification does not allow. */
export const schema: ComposeRule = {
  id: 'CMP-SCHEMA',
  aliases: {},
  severity: 'low',
  family: 'schema',
  title: {
    en: 'The file is not valid after the Compose specification',
    'zh-CN': '文件不符合 Compose 规范',
  },
  message: { en: '"{key}" is not known here{hint}', 'zh-CN': '此处不认识 "{key}"{hint}' },
  why: {
    en: 'A setting that is misspelt or stands in the wrong place does nothing, or compose refuses the file: a limit or a profile is believed to be in force and is not.',
    'zh-CN':
      '拼写错误或位置不对的设置不起作用，或使 compose 拒绝该文件：以为已生效的限制或配置其实并未生效。',
  },
  advice: {
    en: 'Correct the key or its value as the specification has it.',
    'zh-CN': '按规范改正该键或其值。',
  },
  references: ['https://github.com/compose-spec/compose-spec/blob/main/spec.md'],
  bad: [
    `services:
  web:
    image: registry.example/web:1.2
    memlimit: 64m
`,
    `services:
  web:
    image: registry.example/web:1.2
    ports: "80:80"
`,
    `services:
  web:
    image: registry.example/web:1.2
    user: 1000
`,
    `services:
  web:
    image: a:1
    image: b:1
`,
  ],
  good: [
    `services:
  web:
    image: registry.example/web:1.2
    ports: ["80:80"]
    x-note: any
`,
    `services:
  web:
    image: registry.example/web:1.2
    mem_limit: 64m
    cpus: "0.5"
    read_only: \${RO}
`,
    `volumes:
  data:
services:
  web:
    build: .
    networks: {front: }
networks:
  front:
`,
  ],
  check: wholeProject(({ project }, answer) => {
    for (const { path, line, pointer, problem, found, wanted } of project.issues) {
      const at = { file: { path, startLine: line, endLine: line }, field: { pointer } };
      if (problem === 'unknown') {
        const hint = wanted === undefined ? '' : `: did you mean "${wanted}"?`;
        answer.fail({ at, params: { key: printable(found), hint } });
      } else if (problem === 'duplicate') {
        answer.fail({ at, message: twice, params: { key: printable(found), first: wanted ?? '' } });
      } else {
        answer.fail({
          at,
          message: wrongKind,
          params: { field: pointer, found, wanted: wanted ?? '' },
        });
      }
    }
  }),
};
