import type { CheckRule } from '../../contract.ts';
import { judgeFiles } from '../content-rule.ts';
import type { ImageView } from '../view.ts';

/** Files that hold keys or passwords by their name. */
export const secretFiles: CheckRule<ImageView> = {
  id: 'IMG-SECRET-FILE',
  aliases: { dockle: ['CIS-DI-0010', 'DKL-LI-0003'] },
  severity: 'critical',
  family: 'secrets',
  title: { en: 'Credential file in the image', 'zh-CN': '镜像中含有凭据文件' },
  message: {
    en: '{image} carries {count} files that hold credentials',
    'zh-CN': '{image} 中有 {count} 个凭据文件',
  },
  why: {
    en: 'A file in a layer is there for everybody who may pull, also when a later layer deletes it.',
    'zh-CN': '层中的文件对所有能拉取者可见，即使后续层将其删除。',
  },
  advice: {
    en: 'Keep it out with .dockerignore; replace the credential.',
    'zh-CN': '用 .dockerignore 排除；并更换该凭据。',
  },
  references: ['https://docs.docker.com/build/building/secrets/'],
  bad: ['{"Config": {}, "content": {"value": {"secretFiles": ["root/.ssh/id_rsa"]}}}'],
  good: ['{"Config": {}, "content": {"value": {"secretFiles": []}}}', '{"Config": {}}'],
  check: (view, answer) => {
    judgeFiles(view, answer, { of: (content) => content.secretFiles, wanted: 'none' });
  },
};
