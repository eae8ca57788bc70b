import type { MessageTable } from './table.ts';

/** Remarks on how an image was opened. */
export const imageMessages: MessageTable = {
  'image.mirror': {
    en: 'read from the mirror {mirror}',
    'zh-CN': '从镜像站 {mirror} 读取',
  },
  'image.mirrorFailed': {
    en: 'the mirror {mirror} could not be used: {error}',
    'zh-CN': '无法使用镜像站 {mirror}:{error}',
  },
};
