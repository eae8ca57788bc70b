import type { MessageTable } from './table.ts';

/** Sentences of the scanning room: findings, suppressions, coverage and notes. */
export const scanMessages: MessageTable = {
  'scan.affected': {
    en: '{name} {version} is affected by {id}; no fix is known',
    'zh-CN': '{name} {version} 受 {id} 影响，尚无已知修复版本',
  },
  'scan.affected-fixable': {
    en: '{name} {version} is affected by {id}; fixed in {fix}',
    'zh-CN': '{name} {version} 受 {id} 影响，已在 {fix} 中修复',
  },
  'scan.unknown': {
    en: 'Whether {name} {version} is affected by {id} could not be told: {reason}',
    'zh-CN': '无法判断 {name} {version} 是否受 {id} 影响：{reason}',
  },
  'scan.malware': {
    en: '{name} {version} is malicious ({id}); remove it and treat the machine it ran on as compromised',
    'zh-CN': '{name} {version} 是恶意软件包（{id}），请将其移除，并视运行过它的机器为已被入侵',
  },
  'scan.end-of-life': {
    en: '{name} {version} reached its end of life on {date} and receives no security updates',
    'zh-CN': '{name} {version} 已于 {date} 终止支持，不再提供安全更新',
  },
  'scan.end-of-life-undated': {
    en: '{name} {version} has reached its end of life and receives no security updates',
    'zh-CN': '{name} {version} 已终止支持，不再提供安全更新',
  },
  'scan.end-of-life-extended': {
    en: '{name} {version} left regular support on {date}; only extended support (until {extended}) still fixes it',
    'zh-CN': '{name} {version} 的常规支持已于 {date} 结束，仅扩展支持（至 {extended}）仍提供修复',
  },
  'scan.mixed-branches': {
    en: '{name} {version} also takes packages from {branches}; a package does not tell where it came from, so all are judged by the advisories of {branch}',
    'zh-CN':
      '{name} {version} 还使用 {branches} 的软件包；软件包不注明来源，因此一律按 {branch} 的公告判断',
  },
  'scan.kernel-headers': {
    en: '{count} faults of the kernel are not counted for {package}, which holds only its headers; --include-kernel-headers counts them',
    'zh-CN':
      '{package} 只含内核头文件，内核的 {count} 个漏洞未计入；如需计入请使用 --include-kernel-headers',
  },
  'scan.no-version-one': {
    en: '1 package is named without a version and was not judged ({first}); "--detection comprehensive" judges it at the lowest version it allows',
    'zh-CN':
      '有 1 个软件包（{first}）未注明版本，未作判断；使用 --detection comprehensive 可按其允许的最低版本判断',
  },
  'scan.read-as': {
    en: '{path} was read as {as}',
    'zh-CN': '{path} 按 {as} 读取',
  },
  'scan.image-named': {
    en: 'A file names the image {image}; what is in it is answered by "plimsoll image {image}"',
    'zh-CN': '有文件引用了镜像 {image}；其内容请用 plimsoll image {image} 扫描',
  },
  'scan.images-named': {
    en: 'Files name {count} images; what is in them is answered by scanning each, the first by "plimsoll image {image}"',
    'zh-CN': '有文件引用了 {count} 个镜像；其内容请逐个扫描，例如 plimsoll image {image}',
  },
  'scan.no-version': {
    en: '{count} packages are named without a version and were not judged (first: {first}); "--detection comprehensive" judges them at the lowest version they allow',
    'zh-CN':
      '有 {count} 个软件包未注明版本，未作判断（首个：{first}）；使用 --detection comprehensive 可按其允许的最低版本判断',
  },
  'scan.go-programs': {
    en: 'main modules of Go programs that have no release as their version, and were therefore not judged themselves: {count} (first: {first}); the modules in them were',
    'zh-CN':
      '有 {count} 个 Go 程序的主模块版本不是正式发布版（首个：{first}），未判断其自身，仅判断其中的模块',
  },
  'scan.unreadable-cpe': {
    en: '{count} names of products (CPE) could not be read, so that nothing was looked up by them (first: "{first}" of {package})',
    'zh-CN': '有 {count} 个产品名称（CPE）无法解析，未据此查询（首个：{package} 的“{first}”）',
  },
  'ignore.expired': {
    en: 'The entry "{id}" of {file} (line {line}) expired on {date} and no longer hides anything',
    'zh-CN': '{file} 第 {line} 行的条目“{id}”已于 {date} 到期，不再隐藏任何结果',
  },
  'ignore.unused': {
    en: 'The entry "{id}" of {file} (line {line}) matches nothing any more and can be deleted',
    'zh-CN': '{file} 第 {line} 行的条目“{id}”已不匹配任何结果，可以删除',
  },
  'vex.unused': {
    en: 'Of the {total} statements of {file}, {count} matched nothing here (first: {id})',
    'zh-CN': '{file} 的 {total} 条声明中有 {count} 条未匹配任何结果（首条：{id}）',
  },
  'vex.unused-all': {
    en: 'None of the {total} statements of {file} matches anything here (first: {id}); does it speak of this subject, in these versions?',
    'zh-CN': '{file} 的 {total} 条声明均未匹配任何结果（首条：{id}）；请确认其针对的产品与版本',
  },
  'gap.no-database': { en: 'there is no advisory database', 'zh-CN': '没有漏洞数据库' },
  'gap.no-feed': {
    en: 'the database holds no feed for {ecosystem}',
    'zh-CN': '数据库中没有 {ecosystem} 的数据源',
  },
  'gap.supplement': {
    en: 'the database holds only what completes the feeds for {ecosystem}',
    'zh-CN': '数据库中只有 {ecosystem} 的补充数据，没有主数据源',
  },
  'gap.starter-set': {
    en: 'only the starter set of well-known vulnerabilities was looked at',
    'zh-CN': '仅检查了入门集中的知名漏洞',
  },
  'gap.stale': {
    en: 'feed {feed} is {days} days old, the limit is {limit} days',
    'zh-CN': '数据源 {feed} 已有 {days} 天未更新，上限为 {limit} 天',
  },
  'gap.undated': {
    en: 'feed {feed} is of unknown age, the limit is {limit} days',
    'zh-CN': '数据源 {feed} 的更新时间未知，上限为 {limit} 天',
  },
  'gap.old-copy': {
    en: 'the newest record of {feeds} is {days} days old: this is an old copy',
    'zh-CN': '{feeds} 的最新记录已是 {days} 天前的：这是旧副本',
  },
  'gap.no-system': {
    en: 'the operating system could not be identified',
    'zh-CN': '无法识别操作系统',
  },
  'gap.distribution': {
    en: 'distribution "{id}" is not supported',
    'zh-CN': '不支持发行版“{id}”',
  },
  'gap.release': { en: '"{version}" names no release', 'zh-CN': '“{version}”不是任何发行版本' },
  'gap.package-type': {
    en: '{distribution} does not answer for {type} packages',
    'zh-CN': '{distribution} 不负责 {type} 类型的软件包',
  },
  'gap.third-party': {
    en: '{distribution} does not answer for packages of other repositories',
    'zh-CN': '{distribution} 不负责其他软件源的软件包',
  },
  'gap.type': {
    en: 'packages of type "{type}" are not known',
    'zh-CN': '未知的软件包类型“{type}”',
  },
  'gap.no-name': {
    en: 'no name is known by which advisories call {name}',
    'zh-CN': '不知道公告用什么名称指代 {name}',
  },
  'gap.no-advisories': {
    en: 'no advisories are known for this kind: {kind}',
    'zh-CN': '没有针对此类软件包的公告：{kind}',
  },
  'gap.no-group': {
    en: 'Java archives that do not tell their group',
    'zh-CN': '未注明 group 的 Java 归档',
  },
};
