import { asIs } from '../../words.ts';
import type { CheckRule } from '../../contract.ts';
import { configFault } from '../fault.ts';
import { shellWord } from '../../../formats/shell-quoting.ts';
import { printable } from '../../../model/index.ts';
import type { ImageView } from '../view.ts';

/** An image that goes by the tag latest alone. */
export const imageLatest: CheckRule<ImageView> = {
  id: 'IMG-LATEST',
  aliases: { dockle: ['DKL-DI-0006'], 'docker-bench': ['5.28'] },
  severity: 'medium',
  family: 'image-tag',
  title: { en: 'Image goes by latest', 'zh-CN': '镜像仅使用 latest 标签' },
  why: {
    en: 'latest is another image tomorrow: nobody can say what ran, or go back.',
    'zh-CN': 'latest 明天就是另一个镜像：无从得知运行过什么，也无法回退。',
  },
  advice: { en: 'Tag with a version, and run by digest.', 'zh-CN': '使用版本标签，并按摘要运行。' },
  references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  bad: ['{"Config": {}, "RepoTags": ["shop:latest"]}'],
  good: [
    '{"Config": {}, "RepoTags": ["shop:1.0"]}',
    '{"Config": {}, "RepoTags": ["shop:latest", "shop:1.0"]}',
    '{"Config": {}}',
  ],
  check: (view, answer) => {
    if (view.names.length === 0)
      return answer.notApplicable({ en: 'the image has no name', 'zh-CN': '镜像没有名称' });
    const fixed = view.names.filter((name) => !name.endsWith(':latest'));
    if (fixed.length > 0)
      return answer.passed(
        asIs(
          fixed
            .slice(0, 3)
            .map((name) => printable(name))
            .join(', '),
        ),
      );
    answer.fail(
      configFault(view, '/RepoTags', {
        observed: view.names.join(', '),
        wanted: { en: 'a tag with a version', 'zh-CN': '带版本的标签' },
        command: `docker tag ${shellWord(view.subject)} ${shellWord(view.subject.replace(/:latest$/, ':1.0.0'))}`,
      }),
    );
  },
};
