import type { CheckRule } from '../../contract.ts';
import { daemonFault } from '../fault.ts';
import { valueOf, unreadWords } from '../../fact.ts';
import { printable } from '../../../model/index.ts';
import type { DaemonView } from '../view.ts';

/** One volume that several containers write. */
export const sharedVolume: CheckRule<DaemonView> = {
  id: 'VOL-SHARED',
  aliases: {
    kics: ['c/shared_volumes_between_containers', 'c/volume_mounted_in_multiple_containers'],
  },
  severity: 'medium',
  title: { en: 'Volume written by several containers', 'zh-CN': '多个容器共写同一个卷' },
  message: {
    en: 'The volume {volume} is writable in {containers}',
    'zh-CN': '卷 {volume} 可由 {containers} 写入',
  },
  why: {
    en: 'Who takes over one of them changes what the others read, programs and settings included.',
    'zh-CN': '攻破其中一个容器即可更改其他容器读取的内容，包括程序与设置。',
  },
  advice: {
    en: 'Mount it read-only (:ro) where it is only read.',
    'zh-CN': '在只需读取处以只读(:ro)方式挂载。',
  },
  references: ['https://docs.docker.com/engine/storage/volumes/'],
  bad: [
    '{"containers": {"value": [{"Names": ["/a"], "Mounts": [{"Type": "volume", "Name": "v", "RW": true}]}, {"Names": ["/b"], "Mounts": [{"Type": "volume", "Name": "v", "RW": true}]}]}}',
  ],
  good: [
    '{"containers": {"value": [{"Names": ["/a"], "Mounts": [{"Type": "volume", "Name": "v", "RW": true}]}, {"Names": ["/b"], "Mounts": [{"Type": "volume", "Name": "v", "RW": false}]}]}}',
    '{"containers": {"value": []}}',
  ],
  check: (view, answer) => {
    if (view.containers === undefined)
      return answer.notApplicable({
        en: 'the containers were not asked for',
        'zh-CN': '未查询容器',
      });
    if (view.containers.state === 'unread')
      return answer.couldNotRead(
        unreadWords({ en: 'containers', 'zh-CN': '容器' }, view.containers.code),
      );
    const writers = new Map<string, string[]>();
    for (const { name, volumes } of valueOf(view.containers) ?? [])
      for (const volume of volumes)
        if (volume.writable) writers.set(volume.name, [...(writers.get(volume.name) ?? []), name]);
    for (const [volume, names] of writers) {
      if (names.length < 2) continue;
      const fault = daemonFault(view, {
        name: `volumes/${volume}`,
        observed: {
          en: `writable in ${names.join(', ')}`,
          'zh-CN': `在 ${names.join('、')} 中可写`,
        },
        wanted: { en: 'at most one that writes', 'zh-CN': '最多一个可写' },
      });
      answer.fail({
        ...fault,
        at: { field: { pointer: `/volumes/${printable(volume)}` } },
        params: { volume: printable(volume), containers: printable(names.slice(0, 5).join(', ')) },
      });
    }
  },
};
