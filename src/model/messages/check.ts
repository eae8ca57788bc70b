import type { MessageTable } from './table.ts';

/** Sentences of the room that judges configuration, beside those that each rule brings itself. */
export const checkMessages: MessageTable = {
  'check.rule-unjudged': {
    en: 'Of the rule {rule} the part {part} judges nothing here and was left out',
    'zh-CN': '规则 {rule} 中的 {part} 在此不作判断，已略过',
  },
  'check.ignore-unused': {
    en: 'The comment at {place} ignores {ids}, and nothing of that kind was found there',
    'zh-CN': '{place} 处的注释忽略 {ids}，但那里没有发现此类问题',
  },
  'check.ignore-expired': {
    en: 'The comment at {place} ignored {ids} until {date}; it counts again',
    'zh-CN': '{place} 处的注释对 {ids} 的忽略已于 {date} 到期，现重新计入',
  },
  'check.environment-absent': {
    en: 'The environment file "{path}" of service {service} is not there: its variables were not judged',
    'zh-CN': '服务 {service} 的环境文件“{path}”不存在：其中的变量未被检查',
  },
  'check.environment-unset': {
    en: '{place} names an environment file by {names}, which has no value here: its variables were not judged',
    'zh-CN': '{place} 用 {names} 指定环境文件，而它在此没有值：其中的变量未被检查',
  },
  'check.strict': {
    en: 'By default only what is dangerous counts; --standard strict asks {count} more rules',
    'zh-CN': '默认只检查危险的设置；--standard strict 另有 {count} 条加固规则',
  },
  'check.nothing': {
    en: 'No configuration that can be judged was found in {paths}',
    'zh-CN': '在 {paths} 中没有找到可以检查的配置',
  },
  'check.foreign-kinds': {
    en: 'No rule reads what {count} custom resources say: {kinds}',
    'zh-CN': '有 {count} 个自定义资源的内容未被任何规则检查：{kinds}',
  },
  'check.host-rights': {
    en: 'Not run as root: files, audit rules and the firewall of the machine may be out of sight',
    'zh-CN': '未以 root 运行：可能无法查看本机的文件、审计规则与防火墙',
  },
};
