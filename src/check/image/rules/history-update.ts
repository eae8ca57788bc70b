import type { CheckRule } from '../../contract.ts';
import { historyFault } from '../fault.ts';
import { runEntries } from '../history.ts';
import type { ImageView } from '../view.ts';

/** Updates of the package list alone, upgrades of everything, caches that stayed. */
export const historyUpdate: CheckRule<ImageView> = {
  id: 'IMG-HISTORY-UPDATE',
  aliases: {
    dockle: ['CIS-DI-0007', 'DKL-DI-0003', 'DKL-DI-0004', 'DKL-DI-0005'],
    'docker-bench': ['4.7'],
  },
  severity: 'medium',
  title: { en: 'Package lists handled badly in the build', 'zh-CN': '构建中包列表处理不当' },
  message: {
    en: 'A layer of {image} updates without installing, upgrades all, or keeps the cache',
    'zh-CN': '{image} 的某层仅更新、整体升级或保留了缓存',
  },
  why: {
    en: 'A layer with the list alone is cached for ever: later installs take versions of that day. Caches make the image large.',
    'zh-CN': '单独的列表层会被永久缓存，之后安装的都是当日版本；缓存会增大镜像。',
  },
  advice: {
    en: 'Update, install and clean in one RUN.',
    'zh-CN': '在一个 RUN 中更新、安装并清理。',
  },
  references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  bad: [
    '{"Config": {}, "History": ["/bin/sh -c apt-get update"]}',
    '{"Config": {}, "History": ["RUN /bin/sh -c apt-get update && apt-get dist-upgrade -y && rm -rf /var/lib/apt/lists/* # buildkit"]}',
    '{"Config": {}, "History": ["/bin/sh -c apk add curl"]}',
  ],
  good: [
    '{"Config": {}, "History": ["/bin/sh -c apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*"]}',
    '{"Config": {}, "History": ["/bin/sh -c apk add --no-cache curl"]}',
    '{"Config": {}, "History": ["/bin/sh -c #(nop)  CMD [\\"apt-get\\" \\"update\\"]"]}',
  ],
  check: (view, answer) => {
    for (const { entry, commands } of runEntries(view.history)) {
      const has = (pattern: RegExp): boolean => commands.some((command) => pattern.test(command));
      const updates = has(
        /^(?:sudo )?(?:apt-get|apt|apk|yum|dnf|zypper)\b(?: -\S+)* (?:update|refresh|makecache)\b/,
      );
      const installs = has(
        /\b(?:apt-get|apt|yum|dnf|zypper)\b.* (?:install|upgrade|dist-upgrade)\b|\bapk\b.* (?:add|upgrade)\b/,
      );
      const found =
        updates && !installs
          ? 'updates the list and installs nothing'
          : has(/\b(?:apt-get|apt)\b.* (?:dist-upgrade|full-upgrade)\b|\byum\b.* upgrade\b/)
            ? 'upgrades the whole system'
            : has(/\bapk\b.* add\b/) && !has(/--no-cache|rm -\S+ .*\/var\/cache\/apk/)
              ? 'keeps the cache of apk'
              : has(/\b(?:apt-get|apt)\b.* install\b/) &&
                  !has(/rm -\S+ .*\/var\/lib\/apt|--mount=type=cache/) &&
                  !/--mount=type=cache/.test(entry.createdBy)
                ? 'keeps the lists of apt'
                : undefined;
      if (found !== undefined)
        answer.fail(
          historyFault(view, entry, {
            observed: `${found}: ${commands.join(' && ').slice(0, 160)}`,
            wanted: 'update, install and clean in one RUN',
          }),
        );
    }
  },
};
