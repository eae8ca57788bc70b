import { callsOf, has } from '../calls.ts';
import { insertAfter } from '../edits.ts';
import { zypper } from '../managers.ts';
import type { DockerfileRule } from '../rule.ts';
import { layersOf, place } from '../view.ts';

/** zypper waits for an answer. */
export const zypperY: DockerfileRule = {
  id: 'DF-ZYPPER-Y',
  aliases: {
    hadolint: ['DL3034'],
    kics: ['d/missing_zypper_non_interactive_switch'],
  },
  severity: 'low',
  title: { en: 'zypper waits for an answer', 'zh-CN': 'zypper 会等待确认' },
  message: { en: 'zypper {verb} waits for an answer', 'zh-CN': 'zypper {verb} 会等待确认' },
  why: {
    en: 'Nobody answers while an image is built: the step fails.',
    'zh-CN': '构建镜像时无人应答，该步骤会失败。',
  },
  advice: {
    en: 'Write zypper --non-interactive, or add -y.',
    'zh-CN': '使用 zypper --non-interactive，或加上 -y。',
  },
  references: ['https://en.opensuse.org/SDB:Zypper_manual'],
  bad: [
    `FROM opensuse/leap:15.6
RUN zypper install httpd
`,
  ],
  good: [
    `FROM opensuse/leap:15.6
RUN zypper install -y httpd
`,
    `FROM opensuse/leap:15.6
RUN zypper -n in httpd
`,
    `FROM opensuse/leap:15.6
RUN zypper --non-interactive install httpd
`,
    `FROM opensuse/leap:15.6
RUN zypper clean
`,
  ],
  check: (view, { fail }) => {
    const verbs = [
      'install',
      'in',
      'remove',
      'rm',
      'source-install',
      'si',
      'patch',
      'update',
      'up',
      'dist-upgrade',
      'dup',
    ];
    const layers = layersOf(view);
    const { kics: _, ...others } = zypperY.aliases;
    for (const call of callsOf(view, zypper.program, ...verbs)) {
      if (has(call, '-y', '--no-confirm', '-n', '--non-interactive')) continue;
      const edits = [insertAfter(view, call.verbWord, ' -y')];
      // KICS looks at the last stage alone.
      const aliases = layers.has(call.command.run.stage) ? zypperY.aliases : others;
      fail({ at: place(view, call.command), params: { verb: call.verb }, edits, aliases });
    }
  },
};
