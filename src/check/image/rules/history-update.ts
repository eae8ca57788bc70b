import type { MarkedFile, Text } from '../../../model/index.ts';
import type { CheckRule } from '../../contract.ts';
import { valueOf } from '../../fact.ts';
import { historyFault, marksFault } from '../fault.ts';
import { runEntries } from '../history.ts';
import type { HistoryEntry, ImageView } from '../view.ts';

/** Updates of the package list alone, upgrades of everything, caches that stayed. */
export const historyUpdate: CheckRule<ImageView> = {
  id: 'IMG-HISTORY-UPDATE',
  aliases: {
    dockle: ['CIS-DI-0007', 'DKL-DI-0003', 'DKL-DI-0004', 'DKL-DI-0005'],
    'docker-bench': ['4.7'],
  },
  severity: 'medium',
  title: { en: 'Package lists handled badly in the build', 'zh-CN': '构建中包列表处理不当' },
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
    '{"Config": {}, "History": ["/bin/sh -c ./install"], "content": {"value": [{"kind": "package-cache", "what": "apt", "path": "var/lib/apt/lists/deb.debian.org_debian_dists_bookworm_InRelease", "at": {"history": {"index": 0}, "layer": {"index": 0}}}]}}',
  ],
  good: [
    '{"Config": {}, "History": ["RUN /bin/sh -c apt-get update && apt-get install -y curl && apt-get dist-clean # buildkit"]}',
    '{"Config": {}, "History": ["/bin/sh -c apt-get update; apt-get install -y curl; ./clean"], "content": {"value": []}}',
    '{"Config": {}, "History": ["/bin/sh -c apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*"]}',
    '{"Config": {}, "History": ["/bin/sh -c apk add --no-cache curl"]}',
    '{"Config": {}, "History": ["/bin/sh -c #(nop)  CMD [\\"apt-get\\" \\"update\\"]"]}',
  ],
  check: (view, answer) => {
    const kept = valueOf(view.content)?.filter(({ kind }) => kind === 'package-cache');
    for (const { entry, commands } of runEntries(view.history)) {
      const own = kept?.filter(({ at }) => at.history?.index === entry.index);
      const found = faultIn(entry, commands, own);
      if (found === undefined) continue;
      const fault = historyFault(view, entry, {
        observed: `${found.en}: ${commands.join(' && ').slice(0, 160)}`,
        wanted: {
          en: 'update, install and clean in one RUN',
          'zh-CN': '在同一 RUN 中更新、安装并清理',
        },
      });
      answer.fail({ ...fault, at: { ...own?.[0]?.at, ...fault.at }, message: found });
    }
    const entries = new Set(view.history.map(({ index }) => index));
    const others = (kept ?? []).filter(({ at }) => !entries.has(at.history?.index ?? -1));
    if (others.length > 0) {
      const tell = ({ path, what }: MarkedFile): string => `lists of ${what ?? ''}: ${path}`;
      answer.fail({
        ...marksFault(view, others, {
          tell,
          wanted: { en: 'no lists of packages', 'zh-CN': '没有软件包列表' },
        }),
        message: {
          en: 'Lists of the package manager are in the image',
          'zh-CN': '镜像中留有包管理器的列表',
        },
      });
    }
  },
};

const told = {
  updates: {
    en: 'RUN updates the package lists and installs nothing',
    'zh-CN': 'RUN 仅更新软件包列表而不安装',
  },
  upgrades: { en: 'RUN upgrades the whole system', 'zh-CN': 'RUN 升级整个系统' },
  keeps: {
    en: 'RUN leaves the lists of the package manager in the layer',
    'zh-CN': 'RUN 将包管理器的列表留在层中',
  },
} satisfies Readonly<Record<string, Text>>;

/** What one RUN does wrong. Whether lists stayed, its files tell where they are known, else its text. */
function faultIn(
  { createdBy }: HistoryEntry,
  commands: readonly string[],
  kept: readonly MarkedFile[] | undefined,
): Text | undefined {
  const has = (pattern: RegExp): boolean => commands.some((command) => pattern.test(command));
  // One pattern with ".*" between the two would try every program against the whole rest of the line.
  const says = (program: RegExp, word: RegExp): boolean =>
    commands.some((command) =>
      command.split('\n').some((line) => {
        const start = line.search(program);
        return start >= 0 && word.test(line.slice(start));
      }),
    );
  const updates = has(
    /^(?:sudo )?(?:apt-get|apt|apk|yum|dnf|zypper)\b(?: -\S+)* (?:update|refresh|makecache)\b/,
  );
  const installs =
    says(/\b(?:apt-get|apt|yum|dnf|zypper)\b/, / (?:install|upgrade|dist-upgrade)\b/) ||
    says(/\bapk\b/, / (?:add|upgrade)\b/);
  if (updates && !installs) return told.updates;
  if (says(/\b(?:apt-get|apt)\b/, / (?:dist-upgrade|full-upgrade)\b/)) return told.upgrades;
  if (says(/\byum\b/, / upgrade\b/)) return told.upgrades;
  if (kept !== undefined) {
    const [first] = kept;
    return first === undefined ? undefined : told.keeps;
  }
  const mounted = /--mount=type=cache/.test(createdBy);
  const clears = has(/--no-cache/) || says(/rm -\S+ /, /\/var\/cache\/apk/);
  if (says(/\bapk\b/, / add\b/) && !clears && !mounted) return told.keeps;
  const cleans = says(/rm -\S+ /, /\/var\/lib\/apt/) || says(/\bapt(?:-get)?\b/, / dist-?clean\b/);
  if (says(/\b(?:apt-get|apt)\b/, / install\b/) && !cleans && !mounted) return told.keeps;
  return undefined;
}
