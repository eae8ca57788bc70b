import type { CheckRule } from '../../contract.ts';
import { settingFault, runAgain, shown } from '../fault.ts';
import type { ContainerView } from '../view.ts';

/** The tag means another image now than when the container was made. */
export const staleImage: CheckRule<ContainerView> = {
  id: 'CTR-STALE-IMAGE',
  aliases: { 'docker-bench': ['5.28'] },
  severity: 'low',
  level: 'default',
  family: 'drift',
  title: { en: 'Older image than its tag', 'zh-CN': '运行的镜像早于其标签' },
  message: {
    en: '{container} still runs an older image than {image} is now',
    'zh-CN': '{container} 仍在运行旧镜像，{image} 已更新',
  },
  why: {
    en: 'The image was renewed, the container was not: the fixes are not in what runs.',
    'zh-CN': '镜像已更新而容器没有：修复并未生效。',
  },
  advice: {
    en: 'Make the container anew from the current image.',
    'zh-CN': '用当前镜像重新创建容器。',
  },
  references: ['https://docs.docker.com/reference/cli/docker/image/pull/'],
  bad: [
    '{"inspect": {"Name": "/web", "Image": "sha256:aa", "HostConfig": {}, "Config": {"Image": "shop:1"}}, "image": {"Id": "sha256:aa", "CurrentId": "sha256:bb"}}',
  ],
  good: [
    '{"inspect": {"Name": "/web", "Image": "sha256:aa", "HostConfig": {}, "Config": {"Image": "shop:1"}}, "image": {"Id": "sha256:aa", "CurrentId": "sha256:aa"}}',
    '{"inspect": {"Name": "/web", "Image": "sha256:aa", "HostConfig": {}}, "image": {"Id": "sha256:aa"}}',
  ],
  check: (view, answer) => {
    const { image } = view;
    if (image === undefined)
      return answer.notApplicable({
        en: 'the images of the daemon were not asked for',
        'zh-CN': '未查询守护进程的镜像',
      });
    if (image.currentId === undefined)
      return answer.notApplicable({
        en: 'the name of its image means none here',
        'zh-CN': '其镜像名称在此没有对应的镜像',
      });
    if (image.currentId === image.id)
      return answer.passed({ en: 'the image that the tag means', 'zh-CN': '正是标签所指的镜像' });
    const fault = settingFault(view, {
      pointer: '/Image',
      observed: image.id.slice(0, 19),
      wanted: image.currentId.slice(0, 19),
      command: runAgain(view, ''),
    });
    answer.fail({ ...fault, params: { container: view.subject, image: shown(image.name) } });
  },
};
