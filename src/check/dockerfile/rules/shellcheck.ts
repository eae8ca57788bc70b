import { asIs } from '../../words.ts';
import type { Severity } from '../../../model/index.ts';
import type { Fault } from '../../contract.ts';
import type { Remark } from '../../scripts.ts';
import type { PlacedScript } from '../scripts.ts';
import { dockerfilePage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { exactPlace, place } from '../view.ts';
import type { DockerfileView } from '../view.ts';

/** What hadolint's users know as error, warning, info and style. */
const severities: Readonly<Record<Remark['level'], Severity>> = {
  error: 'high',
  warning: 'medium',
  info: 'low',
  style: 'low',
};

const said = { en: 'ShellCheck {code}: {text}', 'zh-CN': 'ShellCheck {code}：{text}' };

/** What our reader of scripts finds wrong by itself, and what ShellCheck says where it was asked. */
export const shellcheck: DockerfileRule = {
  id: 'DF-SHELLCHECK',
  aliases: { hadolint: ['SC*'] },
  severity: 'medium',
  shellcheck: 'strict',
  title: { en: 'A fault in a shell script', 'zh-CN': 'shell 脚本有缺陷' },
  message: { en: 'The script of this RUN does not end', 'zh-CN': '此 RUN 的脚本没有结束' },
  why: {
    en: 'The shell refuses the script, or reads it other than meant: a word is split where a value holds a blank, an error in the middle is lost, a quote never closes.',
    'zh-CN':
      'shell 会拒绝该脚本，或以非预期方式解析：值中的空格把单词拆开、中间的错误被忽略、引号没有闭合。',
  },
  advice: {
    en: 'Correct the script. Where it is meant so, say it above the instruction: # shellcheck disable=SC2086.',
    'zh-CN': '修正脚本；若确为有意，请在指令上方写明：# shellcheck disable=SC2086。',
  },
  references: ['https://www.shellcheck.net/wiki/', dockerfilePage('run')],
  bad: [
    `FROM alpine:3.20
RUN echo 'a
`,
    `FROM alpine:3.20
RUN if true; then echo "$(x; fi
`,
  ],
  good: [
    `FROM alpine:3.20
RUN echo 'a'
`,
    `FROM alpine:3.20
RUN echo it\\'s
`,
    `FROM alpine:3.20
RUN ["echo", "it\\u0027s"]
`,
    `FROM mcr.microsoft.com/windows/servercore:ltsc2022
RUN echo it's
`,
  ],
  check: (view, answer) => {
    const open = new Set(view.runs().flatMap((run) => (run.open ? [run.instruction] : [])));
    for (const instruction of open) answer.fail({ at: place(view, instruction) });
    const { judge } = view;
    if (judge?.state === 'absent') {
      if (judge.first === view.path)
        answer.needsHuman({
          en: `ShellCheck is not installed, so no script was judged by it: install it (apt-get install shellcheck), or look through "${view.path}" and the others by hand`,
          'zh-CN': `未安装 ShellCheck，因此没有用它检查脚本：请安装（apt-get install shellcheck），或手动查看“${view.path}”等文件`,
        });
      return;
    }
    if (judge === undefined) {
      answer.passed({
        en: 'Only whether scripts end was judged; --standard hadolint or strict asks ShellCheck too',
        'zh-CN': '只检查了脚本是否完整；--standard hadolint 或 strict 还会使用 ShellCheck',
      });
      return;
    }
    for (const script of view.scripts()) {
      const heard = judge.of(script);
      if ('failure' in heard) answer.couldNotRead(heard.failure);
      // Of a script that does not end it says the same in other words.
      else if (!open.has(script.instruction))
        for (const remark of heard.remarks) answer.fail(faultOf(view, script, remark));
    }
  },
};

function faultOf(
  view: DockerfileView,
  { origin, place: whole }: PlacedScript,
  { code, level, text, start, end }: Remark,
): Fault {
  const at =
    origin === undefined
      ? place(view, whole)
      : exactPlace(view, {
          start: origin(start),
          end: end > start ? origin(end - 1) + 1 : origin(start),
        });
  return {
    at,
    message: said,
    params: { code, text },
    severity: severities[level],
    aliases: { hadolint: [code] },
    evidence: [asIs(`https://www.shellcheck.net/wiki/${code}`)],
  };
}
