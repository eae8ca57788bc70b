import type { TextEdit } from '../../contract.ts';
import type { Span } from '../../../formats/dockerfile/syntax.ts';
import { replace } from '../edits.ts';
import type { DockerfileView } from '../view.ts';
import { practicesPage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** RUN uses sudo. */
export const sudo: DockerfileRule = {
  id: 'DF-SUDO',
  aliases: {
    hadolint: ['DL3004'],
    trivy: ['DS-0010'],
    kics: ['d/run_using_sudo'],
    checkov: ['CKV2_DOCKER_1'],
    dockle: ['DKL-DI-0001'],
  },
  severity: 'high',
  family: 'sudo',
  title: { en: 'RUN uses sudo', 'zh-CN': 'RUN 使用了 sudo' },
  why: {
    en: 'RUN is root already unless USER says otherwise; sudo in the image lets the program become root at run time.',
    'zh-CN': '除非 USER 另有指定，RUN 已是 root；镜像中的 sudo 让程序在运行时可变为 root。',
  },
  advice: {
    en: 'Do the step before USER, or switch with USER root and back.',
    'zh-CN': '把该步骤移到 USER 之前，或用 USER root 切换后再切回。',
  },
  references: [practicesPage('user')],
  bad: [
    `FROM alpine:3.20
RUN sudo apk add x
`,
  ],
  good: [
    `FROM alpine:3.20
RUN apk add sudo
`,
    `FROM alpine:3.20
RUN echo sudo
`,
  ],
  check: (view, { fail }) => {
    for (const { commands } of view.runs()) {
      for (const { wrappers, name, nameWord } of commands) {
        const word = wrappers.find(({ text }) => /(?:^|\/)sudo$/.test(text));
        if (word !== undefined)
          fail({ at: place(view, word), edits: bare(view, word), review: true });
        else if (name === 'sudo') fail({ at: place(view, nameWord) });
      }
    }
  },
};

/** Without the word, where what follows is the program and no option of sudo. */
function bare(view: DockerfileView, { start, end }: Span): readonly TextEdit[] {
  const blanks = /^ +(?=[^\s\\-])/.exec(view.file.syntax.text.slice(end, end + 100))?.[0];
  return blanks === undefined ? [] : [replace(view, { start, end: end + blanks.length }, '')];
}
