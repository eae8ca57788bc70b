import { allowRules, lineOf, selinuxNotebook, wordsOf } from '../selinux.ts';
import type { SelinuxRule, SelinuxView } from '../selinux.ts';

/** Names that rules may use without saying where they come from. */
const understood: ReadonlySet<string> = new Set(['self', '*', '~', '-']);

/** Types, attributes and aliases that the file declares or requires. */
function declared({ statements }: SelinuxView): ReadonlySet<string> {
  const kinds = new Set(['type', 'attribute', 'typealias']);
  return new Set(
    statements
      .filter(({ kind }) => kinds.has(kind))
      .flatMap(({ parts }) => parts.flatMap((part) => wordsOf(part)))
      .filter((word) => word !== ',' && word !== 'alias'),
  );
}

/** Classes that the file requires. */
function classesOf({ statements }: SelinuxView): ReadonlySet<string> {
  return new Set(
    statements.filter(({ kind }) => kind === 'class').flatMap(({ parts }) => wordsOf(parts[0])),
  );
}

/** What checkmodule refuses: nothing of the file is ever loaded. */
export const selinuxForm: SelinuxRule = {
  id: 'PROF-SELINUX-FORM',
  aliases: {},
  severity: 'medium',
  family: 'selinux',
  title: { en: 'The SELinux module cannot be compiled', 'zh-CN': 'SELinux 模块无法编译' },
  message: {
    en: 'checkmodule refuses this module: {what}',
    'zh-CN': 'checkmodule 会拒绝此模块:{what}',
  },
  why: {
    en: 'A module that does not compile is not loaded, and the container runs under the general policy while people believe in this one.',
    'zh-CN': '无法编译的模块不会被加载,容器仍按通用策略运行,而人们却以为此策略已生效。',
  },
  advice: {
    en: 'Begin with "module NAME VERSION;" and name what comes from elsewhere in a require block; try it with checkmodule -m.',
    'zh-CN':
      '以 "module 名称 版本;" 开头,并在 require 块中声明外部的类型和类;用 checkmodule -m 验证。',
  },
  references: [selinuxNotebook],
  bad: [
    'type docker_t;\ntype docker_exec_t;\nallow docker_t docker_exec_t:file { read execute };\n',
    'module shop 1.0;\nrequire { class file read; }\nallow shop_t shop_t:file read;\n',
    'module shop 1.0;\nrequire { type shop_t; }\nallow shop_t shop_t:file read;\n',
  ],
  good: [
    'module shop 1.0;\nrequire { type shop_t; class file read; }\nallow shop_t shop_t:file read;\n',
    'policy_module(shop, 1.0)\ntype shop_t;\ncorenet_tcp_bind_http_port(shop_t)\nallow shop_t self:process signal;\n',
  ],
  check: (view, answer) => {
    if (view.language === 'cil') {
      answer.notApplicable({
        en: 'CIL is compiled together with the policy that it belongs to',
        'zh-CN': 'CIL 需与所属策略一同编译',
      });
      return;
    }
    const header = view.statements.find(
      ({ kind }) => kind === 'module' || kind === 'policy_module',
    );
    const tell = (what: string, line: number): void =>
      answer.fail({ at: lineOf(view, line), params: { what } });
    if (header === undefined)
      tell('it does not begin with "module"', view.statements[0]?.line ?? 1);
    // Macros of the reference policy declare and require what their arguments name.
    if (header?.kind !== 'module') return;
    const types = declared(view);
    const classes = classesOf(view);
    for (const { sources, targets, classes: used, line } of allowRules(view)) {
      const type = [...sources, ...targets].find(
        (name) => !understood.has(name) && !types.has(name),
      );
      const kind = used.find((name) => !classes.has(name));
      if (type !== undefined) tell(`type "${type.slice(0, 60)}" is not declared`, line);
      else if (kind !== undefined) tell(`class "${kind.slice(0, 60)}" is not required`, line);
    }
  },
};
