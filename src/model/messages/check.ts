import type { MessageTable } from './table.ts';

/** Sentences of the room that judges configuration, beside those that each rule brings itself. */
export const checkMessages: MessageTable = {
  'check.ignore-unused': {
    en: 'The comment at {place} ignores {ids}, and nothing of that kind was found there',
    'zh-CN': '{place} 处的注释忽略 {ids}，但那里没有发现此类问题',
  },
  'check.ignore-expired': {
    en: 'The comment at {place} ignored {ids} until {date}; it counts again',
    'zh-CN': '{place} 处的注释对 {ids} 的忽略已于 {date} 到期，现重新计入',
  },
  'check.nothing': {
    en: 'No configuration that can be judged was found in {paths}',
    'zh-CN': '在 {paths} 中没有找到可以检查的配置',
  },
};
