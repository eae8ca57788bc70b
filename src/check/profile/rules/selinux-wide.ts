import type { Text } from '../../../model/index.ts';
import { allowRules, lineOf, selinuxNotebook, wordsOf } from '../selinux.ts';
import type { AllowRule, SelinuxRule, SelinuxView } from '../selinux.ts';

/** Capabilities that are worth the machine. */
const capabilities: ReadonlySet<string> = new Set([
  'sys_admin',
  'sys_module',
  'sys_rawio',
  'sys_ptrace',
  'dac_read_search',
  'mac_admin',
  'mac_override',
]);

/** Targets that lead out of a container, whatever is allowed on them for writing. */
const ways: readonly { readonly type: RegExp; readonly permission: RegExp; readonly what: Text }[] =
  [
    {
      type: /^(?:docker|container)_var_run_t$|^(?:docker|container_runtime)_t$/,
      permission: /^(?:write|connectto)$/,
      what: { en: "the engine's socket", 'zh-CN': '容器引擎套接字' },
    },
    {
      type: /^security_t$/,
      permission: /^(?:load_policy|setenforce|setbool)$/,
      what: { en: 'the policy itself', 'zh-CN': '策略本身' },
    },
    {
      type: /^(?:memory_device_t|proc_kcore_t|fixed_disk_device_t|shadow_t)$/,
      permission: /^(?:read|write|open)$/,
      what: { en: 'memory, disks or passwords of the host', 'zh-CN': '主机的内存、磁盘或密码' },
    },
  ];

function excess(rule: AllowRule): Text | undefined {
  const { targets, classes, permissions } = rule;
  if (permissions.includes('*') || permissions.includes('~'))
    return {
      en: `everything on ${classes.join(', ')}`,
      'zh-CN': `${classes.join('、')} 的一切操作`,
    };
  const kept = classes.some((name) => /^cap(?:ability)?2?(?:_userns)?$/.test(name));
  const strong = kept ? permissions.filter((name) => capabilities.has(name)) : [];
  if (strong.length > 0) return { en: strong.join(', '), 'zh-CN': strong.join('、') };
  if (classes.includes('system') && permissions.includes('module_load'))
    return { en: 'loading modules into the kernel', 'zh-CN': '加载内核模块' };
  return ways.find(
    ({ type, permission }) =>
      targets.some((name) => type.test(name)) && permissions.some((name) => permission.test(name)),
  )?.what;
}

/** Statements that put a type among the domains to which nothing is denied. */
function unconfined({
  statements,
}: SelinuxView): readonly { readonly name: string; readonly line: number }[] {
  return statements.flatMap(({ kind, parts, line }) => {
    const words = parts.flatMap((part) => wordsOf(part));
    const joins = kind === 'typeattribute' || kind === 'typeattributeset' || kind === 'type';
    const all = words.some((word) => /^(?:unconfined_domain_type|unconfined_domain)$/.test(word));
    if (kind === 'unconfined_domain' || kind === 'unconfined_domain_noaudit')
      return [{ name: words[0] ?? '', line }];
    return joins && all
      ? [{ name: words.find((word) => !word.startsWith('unconfined')) ?? '', line }]
      : [];
  });
}

/** A policy that opens a way out. */
export const selinuxWide: SelinuxRule = {
  id: 'PROF-SELINUX-WIDE',
  aliases: {},
  severity: 'high',
  family: 'selinux',
  title: {
    en: 'The SELinux policy opens a way out of the container',
    'zh-CN': 'SELinux 策略打开了容器逃逸途径',
  },
  message: { en: 'Domain "{name}" is allowed {what}', 'zh-CN': '域 "{name}" 被允许{what}' },
  why: {
    en: 'The label is what holds a process that is root inside its container. With these permissions it no longer does.',
    'zh-CN': '对容器内的 root 进程起约束作用的正是标签;有了这些权限便不再有效。',
  },
  advice: {
    en: 'Name the single permissions that the program needs (audit2allow lists what was denied), and none of these.',
    'zh-CN': '只列出程序需要的具体权限(audit2allow 可列出被拒绝的操作),并排除上述权限。',
  },
  references: [selinuxNotebook],
  bad: [
    'module shop 1.0;\nrequire { type shop_t; class file { read write }; }\nallow shop_t shop_t:file *;\n',
    'module shop 1.0;\nrequire { type shop_t; class capability sys_admin; }\nallow shop_t self:capability sys_admin;\n',
    'policy_module(shop, 1.0)\ntype shop_t;\nunconfined_domain(shop_t)\n',
    {
      files: {
        'shop.cil':
          '(block shop\n  (blockinherit container)\n  (allow process process (capability (chown sys_module))))\n',
      },
    },
  ],
  good: [
    'module shop 1.0;\nrequire { type shop_t; class file { read open }; }\nallow shop_t shop_t:file { read open };\n',
    'module shop 1.0;\nrequire { type shop_t; class capability { chown setuid }; }\nallow shop_t self:capability { chown setuid };\n',
    {
      files: {
        'shop.cil':
          '(block shop\n  (blockinherit container)\n  (allow process process (capability (chown setuid))))\n',
      },
    },
  ],
  check: (view, answer) => {
    for (const rule of allowRules(view)) {
      const what = excess(rule);
      if (what !== undefined) tell(rule.sources.join(', '), what, rule.line);
    }
    const everything = { en: 'everything (an unconfined domain)', 'zh-CN': '一切操作(无约束域)' };
    for (const { name, line } of unconfined(view)) tell(name, everything, line);
    function tell(name: string, what: Text, line: number): void {
      const { message } = selinuxWide;
      const said = (language: 'en' | 'zh-CN'): string =>
        (message?.[language] ?? '').replace('{what}', () => what[language].slice(0, 200));
      answer.fail({
        at: lineOf(view, line),
        params: { name: name.slice(0, 80) },
        message: { en: said('en'), 'zh-CN': said('zh-CN') },
      });
    }
  },
};
