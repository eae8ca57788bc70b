import { has } from '../calls.ts';
import { insertAfter } from '../edits.ts';
import { aptGet, installsOf } from '../managers.ts';
import { practicesPage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** apt-get install waits for an answer. */
export const aptY: DockerfileRule = {
  id: 'DF-APT-Y',
  aliases: {
    hadolint: ['DL3014'],
    trivy: ['DS-0021'],
    kics: ['d/apt_get_missing_flags_to_avoid_manual_input'],
  },
  severity: 'low',
  title: { en: 'apt-get install waits for an answer', 'zh-CN': 'apt-get install 会等待确认' },
  why: {
    en: 'Nobody answers while an image is built: the step fails, or takes the default.',
    'zh-CN': '构建镜像时无人应答：该步骤会失败或采用默认值。',
  },
  advice: { en: 'Add -y.', 'zh-CN': '加上 -y。' },
  references: [practicesPage('apt-get')],
  bad: [
    `FROM debian:12
RUN apt-get install curl
`,
  ],
  good: [
    `FROM debian:12
RUN apt-get install -y curl
`,
    `FROM debian:12
RUN apt-get -yqq install curl
`,
    `FROM debian:12
RUN apt-get --assume-yes install curl
`,
    `FROM debian:12
RUN apt-get update
`,
  ],
  check: (view, { fail }) => {
    for (const call of installsOf(view, aptGet)) {
      const quiet = call.command.args.filter(
        ({ text }) => text === '-q' || text === '--quiet',
      ).length;
      if (has(call, '-y', '-qq', '--yes', '--assume-yes', '--force-yes') || quiet > 1) continue;
      if (call.values.get('-q') === '2' || call.values.get('--quiet') === '2') continue;
      if (call.command.args.some(({ text }) => /^-(?=[a-zA-Z]*$)[a-zA-Z]*?(?:y|qq)/.test(text)))
        continue;
      // `yes | apt-get install` is answered by another program.
      if (call.command.shell?.before === '|') continue;
      if (/^(?:APT::Get::Assume-Yes=(?:true|yes|1))$/i.test(call.values.get('-o') ?? '')) continue;
      fail({ at: place(view, call.command), edits: [insertAfter(view, call.verbWord, ' -y')] });
    }
  },
};
