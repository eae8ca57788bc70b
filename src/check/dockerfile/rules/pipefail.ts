import type { Instruction } from '../../../formats/dockerfile/syntax.ts';
import { dockerfilePage, practicesPage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import type { Run } from '../runs.ts';
import { place } from '../view.ts';
import type { DockerfileView } from '../view.ts';

/** A pipe in RUN hides that a program failed. */
export const pipefail: DockerfileRule = {
  id: 'DF-PIPEFAIL',
  aliases: {
    hadolint: ['DL4006'],
    kics: ['d/shell_running_a_pipe_without_pipefail_flag'],
  },
  severity: 'medium',
  title: { en: 'A pipe in RUN hides that a program failed', 'zh-CN': 'RUN 中的管道掩盖了失败' },
  message: {
    en: 'The program before "| {program}" may fail unnoticed',
    'zh-CN': '“| {program}”之前的程序失败也不会被发现',
  },
  why: {
    en: 'Only the last program of a pipe decides: when a download breaks off, the build goes on with half a file.',
    'zh-CN': '管道只看最后一个程序：下载中断时构建仍会用半个文件继续。',
  },
  advice: {
    en: 'Write SHELL ["/bin/bash", "-o", "pipefail", "-c"] before, or begin the step with set -o pipefail &&.',
    'zh-CN':
      '在之前写 SHELL ["/bin/bash", "-o", "pipefail", "-c"]，或在步骤开头加 set -o pipefail &&。',
  },
  references: [dockerfilePage('run'), practicesPage('using-pipes')],
  bad: [
    `FROM alpine:3.20
RUN curl https://x.example | tar x
`,
  ],
  good: [
    `FROM alpine:3.20
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN a | b
`,
    `FROM alpine:3.20
RUN set -o pipefail && a | b
`,
    `FROM alpine:3.20
RUN a || b
`,
  ],
  check: (view, { fail }) => {
    for (const { instruction, commands, safe } of withShells(view)) {
      if (instruction.json) {
        const bar = instruction.words.find(({ text }) => text === '|' || text === '|&');
        if (bar !== undefined) fail({ at: place(view, bar), message: noPipe });
        continue;
      }
      if (safe) continue;
      let set = false;
      for (const command of commands) {
        set ||= command.name === 'set' && command.args.some(({ text }) => text === 'pipefail');
        const { before } = command.shell ?? {};
        if (set || (before !== '|' && before !== '|&')) continue;
        // What only writes its words does not fail.
        const source = commands.find(({ shell }) => shell?.pipeline === command.shell?.pipeline);
        const sure = source !== undefined && /^(?:echo|printf|yes|true)$/.test(source.name);
        const level = sure ? 'strict' : 'default';
        fail({ at: place(view, command), params: { program: command.name }, level });
        break;
      }
    }
  },
};

/** Each RUN with whether its shell fails with any program of a pipe. */
function withShells(view: DockerfileView): readonly (Run & { readonly safe: boolean })[] {
  const safe = new Map<Instruction, boolean>();
  for (const stage of view.file.stages) {
    const base =
      stage.base.kind === 'stage' ? view.file.last(stage.base.stage, 'SHELL') : undefined;
    let now = base !== undefined && isSafe(base);
    for (const outer of stage.instructions) {
      if (outer.keyword === 'SHELL') now = isSafe(outer);
      safe.set(outer.inner ?? outer, now);
    }
  }
  return view.runs().map((run) => ({ ...run, safe: safe.get(run.instruction) ?? false }));
}

/** PowerShell and cmd know no such option. */
function isSafe({ words }: Instruction): boolean {
  return words.some(({ text }) => /pipefail|powershell|pwsh|cmd(?:\.exe)?$/i.test(text));
}

const noPipe = {
  en: 'In the JSON form "|" is no pipe, but an argument of the program',
  'zh-CN': '在 JSON 形式中“|”不是管道，而是程序的参数',
};
