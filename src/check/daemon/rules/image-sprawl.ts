import type { CheckRule } from '../../contract.ts';
import { daemonFault } from '../fault.ts';
import { valueOf, unreadWords } from '../../fact.ts';
import type { DaemonView } from '../view.ts';

/** Images that no container uses. */
export const imageSprawl: CheckRule<DaemonView> = {
  id: 'IMG-SPRAWL',
  aliases: { 'docker-bench': ['6.1'] },
  severity: 'low',
  level: 'default',
  family: 'cleanup',
  title: { en: 'Many unused images', 'zh-CN': '存在大量未使用的镜像' },
  message: {
    en: '{count} images are used by no container',
    'zh-CN': '有 {count} 个镜像未被任何容器使用',
  },
  why: {
    en: 'Old images hold old flaws; one wrong tag starts them again.',
    'zh-CN': '旧镜像带有旧漏洞；一个错误的标签就会再次启动它们。',
  },
  advice: { en: 'Remove them, at best on a schedule.', 'zh-CN': '移除它们，最好定期执行。' },
  references: ['https://docs.docker.com/reference/cli/docker/image/prune/'],
  options: { most: 25 },
  bad: [
    '{"containers": {"value": []}, "images": {"value": [{"Id": "sha256:0"}, {"Id": "sha256:1"}, {"Id": "sha256:2"}, {"Id": "sha256:3"}, {"Id": "sha256:4"}, {"Id": "sha256:5"}, {"Id": "sha256:6"}, {"Id": "sha256:7"}, {"Id": "sha256:8"}, {"Id": "sha256:9"}, {"Id": "sha256:10"}, {"Id": "sha256:11"}, {"Id": "sha256:12"}, {"Id": "sha256:13"}, {"Id": "sha256:14"}, {"Id": "sha256:15"}, {"Id": "sha256:16"}, {"Id": "sha256:17"}, {"Id": "sha256:18"}, {"Id": "sha256:19"}, {"Id": "sha256:20"}, {"Id": "sha256:21"}, {"Id": "sha256:22"}, {"Id": "sha256:23"}, {"Id": "sha256:24"}, {"Id": "sha256:25"}]}}',
  ],
  good: [
    '{"containers": {"value": [{"Names": ["/a"], "ImageID": "sha256:1"}]}, "images": {"value": [{"Id": "sha256:1", "RepoTags": ["a:1"]}]}}',
    '{"images": {"value": []}}',
  ],
  check: (view, answer) => {
    if (view.images === undefined)
      return answer.notApplicable({ en: 'the images were not asked for', 'zh-CN': '未查询镜像' });
    if (view.images.state === 'unread')
      return answer.couldNotRead(unreadWords({ en: 'images', 'zh-CN': '镜像' }, view.images.code));
    const used = new Set((valueOf(view.containers) ?? []).map(({ imageId }) => imageId));
    const unused = (valueOf(view.images) ?? []).filter(({ id }) => !used.has(id));
    const dangling = unused.filter(({ tags }) => tags.length === 0);
    const most = Number(answer.option('most'));
    if (unused.length <= most)
      return answer.passed({
        en: `${unused.length} unused, ${dangling.length} of them without a name`,
        'zh-CN': `${unused.length} 个未使用，其中 ${dangling.length} 个没有名称`,
      });
    answer.fail({
      ...daemonFault(view, {
        name: 'images',
        observed: {
          en: `${unused.length} unused, ${dangling.length} of them without a name`,
          'zh-CN': `${unused.length} 个未使用，其中 ${dangling.length} 个没有名称`,
        },
        wanted: { en: `at most ${most}`, 'zh-CN': `最多 ${most} 个` },
        command: 'docker image prune -a --filter until=720h',
      }),
      params: { count: unused.length },
    });
  },
};
