import { posix } from 'node:path';
import { replace } from '../edits.ts';
import { buildCheckPage, dockerfilePage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { instructions, place } from '../view.ts';
import type { DockerfileView } from '../view.ts';
import type { Stage } from '../../../formats/dockerfile/stages.ts';

/** WORKDIR is not absolute. */
export const workdirAbs: DockerfileRule = {
  id: 'DF-WORKDIR-ABS',
  aliases: {
    hadolint: ['DL3000'],
    trivy: ['DS-0009'],
    kics: ['d/workdir_path_not_absolute'],
    checkov: ['CKV_DOCKER_10'],
    buildkit: ['WorkdirRelativePath'],
  },
  severity: 'high',
  title: { en: 'WORKDIR is not absolute', 'zh-CN': 'WORKDIR 不是绝对路径' },
  message: { en: 'WORKDIR "{path}" is relative', 'zh-CN': 'WORKDIR“{path}”是相对路径' },
  why: {
    en: 'Where it leads depends on what the base image or an earlier line set.',
    'zh-CN': '其实际位置取决于基础镜像或前面的指令。',
  },
  advice: { en: 'Begin the path with a slash.', 'zh-CN': '路径以斜杠开头。' },
  references: [buildCheckPage('workdir-relative-path'), dockerfilePage('workdir')],
  bad: [
    `FROM alpine:3.20
WORKDIR app
`,
  ],
  good: [
    `FROM alpine:3.20
WORKDIR /app
`,
    `FROM alpine:3.20
WORKDIR $HOME/app
`,
    `FROM windows:1
WORKDIR C:\\\\app
`,
  ],
  check: (view, { fail }) => {
    // Relative to one that is set in this file it is at least certain where it leads.
    const set = new Set<Stage>();
    const current = new Map<Stage, string>();
    const { buildkit: _, ...others } = workdirAbs.aliases;
    for (const { stage, instruction } of instructions(view, 'WORKDIR')) {
      const certain = set.has(stage) || inheritsWorkdir(view, stage);
      set.add(stage);
      const written = instruction.argument.text;
      const path = view.file.expand(instruction, written).text ?? written.replaceAll(/["']/g, '');
      const base = current.get(stage);
      current.delete(stage);
      if (!written.includes('$') && path.startsWith('/')) current.set(stage, path);
      if (path === '' || /^(?:[/\\$]|[A-Za-z]:)/.test(path) || written.startsWith('$')) continue;
      const aliases = certain ? others : workdirAbs.aliases;
      const [word] = instruction.words;
      const plain = base !== undefined && /^[\w.-]+(?:\/[\w.-]+)*$/.test(written);
      const whole = posix.join(base ?? '/', path);
      if (plain) current.set(stage, whole);
      const edits = plain && word !== undefined ? [replace(view, word, whole)] : [];
      fail({ at: place(view, instruction), params: { path }, aliases, edits });
    }
  },
};

function inheritsWorkdir({ file }: DockerfileView, { base }: Stage): boolean {
  return base.kind === 'stage' && file.last(base.stage, 'WORKDIR') !== undefined;
}
