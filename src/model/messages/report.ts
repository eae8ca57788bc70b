import type { MessageTable } from './table.ts';

/**
 * Words of the report for people (the table format). Ids that end in `.one` and `.many` are the two
 * forms of a sentence with a `{count}`; Chinese has one form and says it twice.
 */
export const reportMessages: MessageTable = {
  'doctor.heading': {
    en: 'Docker {version} on {name}: {containers} containers, {images} images',
    'zh-CN': '{name} 上的 Docker {version}：{containers} 个容器，{images} 个镜像',
  },
  'doctor.alone': {
    en: 'No Docker daemon answers at {name}: only this machine was looked at',
    'zh-CN': '{name} 处没有 Docker 守护进程应答：仅检查了本机',
  },
  'doctor.all': {
    en: 'All commands: plimsoll --help',
    'zh-CN': '全部命令：plimsoll --help',
  },
  'doctor.more': {
    en: '{count} more kinds of faults: plimsoll host. All commands: plimsoll --help',
    'zh-CN': '另有 {count} 类问题：plimsoll host。全部命令：plimsoll --help',
  },
  'doctor.well': {
    en: 'Nothing is wrong that could be seen. All commands: plimsoll --help',
    'zh-CN': '未发现可见的问题。全部命令：plimsoll --help',
  },
  'doctor.unread': {
    en: 'Questions without an answer: {count}, first: {first}',
    'zh-CN': '{count} 个问题没有得到回答，首个：{first}',
  },
  'severity.critical': { en: 'critical', 'zh-CN': '严重' },
  'severity.high': { en: 'high', 'zh-CN': '高危' },
  'severity.medium': { en: 'medium', 'zh-CN': '中危' },
  'severity.low': { en: 'low', 'zh-CN': '低危' },
  'severity.unknown': { en: 'unrated', 'zh-CN': '未评级' },
  'severity.count': { en: '{count} {severity}', 'zh-CN': '{severity} {count} 个' },
  'list.comma': { en: ', ', 'zh-CN': '、' },

  'summary.found.one': { en: '1 vulnerability', 'zh-CN': '1 个漏洞' },
  'summary.found.many': { en: '{count} vulnerabilities', 'zh-CN': '{count} 个漏洞' },
  'summary.colon': { en: ': ', 'zh-CN': '：' },
  'summary.fixable': { en: '{count} fixable', 'zh-CN': '{count} 个可修复' },
  'summary.exploited': {
    en: '{count} exploited in the wild (KEV)',
    'zh-CN': '{count} 个已在野外被利用（KEV）',
  },
  'summary.none': {
    en: 'No known vulnerabilities in {packages}',
    'zh-CN': '{packages}中未发现已知漏洞',
  },
  'summary.none.starter': {
    en: 'None of the starter set in {packages}, which is not the same as none',
    'zh-CN': '{packages}中未发现入门集所列漏洞，但这不等于没有漏洞',
  },
  'summary.unjudged': {
    en: '{packages} found, none could be checked for vulnerabilities',
    'zh-CN': '共 {packages}，均无法检查漏洞',
  },
  'summary.part': {
    en: 'in the {judged} of {packages} packages that could be checked',
    'zh-CN': '仅限可检查的 {judged} 个软件包（共 {packages} 个）',
  },
  'summary.none.part': {
    en: 'No known vulnerabilities',
    'zh-CN': '未发现已知漏洞',
  },
  'summary.empty': {
    en: 'No packages found, so there was nothing to check',
    'zh-CN': '未发现任何软件包，因此没有可检查的内容',
  },
  'summary.hidden': { en: '{count} hidden', 'zh-CN': '已隐藏 {count} 个' },
  'summary.failed': { en: 'The scan failed', 'zh-CN': '扫描失败' },
  'summary.starter': { en: 'starter set only', 'zh-CN': '仅入门集' },
  'summary.other.one': { en: '1 {kind}', 'zh-CN': '1 个{kind}' },
  'summary.other.many': { en: '{count} × {kind}', 'zh-CN': '{count} 个{kind}' },
  'kind.misconfiguration': { en: 'misconfiguration', 'zh-CN': '配置问题' },
  'kind.secret': { en: 'secret', 'zh-CN': '密钥泄露' },
  'kind.malware': { en: 'malware', 'zh-CN': '恶意软件' },
  'kind.licence': { en: 'licence', 'zh-CN': '许可证问题' },
  'kind.trust': { en: 'trust', 'zh-CN': '信任问题' },
  'kind.behaviour': { en: 'behaviour', 'zh-CN': '行为异常' },
  'kind.end-of-life': { en: 'end of life', 'zh-CN': '停止维护' },

  'check.found.one': { en: '1 fault', 'zh-CN': '1 个问题' },
  'check.found.many': { en: '{count} faults', 'zh-CN': '{count} 个问题' },
  'check.none': { en: 'No fault found', 'zh-CN': '未发现问题' },
  'check.unread': { en: 'Nothing could be checked', 'zh-CN': '没有能够检查的内容' },
  'check.advice': { en: '→ {advice}', 'zh-CN': '→ {advice}' },
  'check.count.pass': { en: '{count} passed', 'zh-CN': '{count} 项通过' },
  'check.count.not-applicable': { en: '{count} not applicable', 'zh-CN': '{count} 项不适用' },
  'check.count.needs-human': {
    en: '{count} for a person to judge',
    'zh-CN': '{count} 项需人工确认',
  },
  'check.count.could-not-read': { en: '{count} could not be read', 'zh-CN': '{count} 项无法读取' },
  'check.heading.pass': { en: 'Passed', 'zh-CN': '通过' },
  'check.heading.fail': { en: 'Failed', 'zh-CN': '未通过' },
  'check.heading.not-applicable': { en: 'Not applicable', 'zh-CN': '不适用' },
  'check.heading.needs-human': { en: 'For a person to look at', 'zh-CN': '需人工确认' },
  'check.heading.could-not-read': { en: 'Could not be read', 'zh-CN': '无法读取' },

  'subject.from': { en: 'from {source}', 'zh-CN': '来自 {source}' },
  'subject.database': { en: 'Advisories of {date}', 'zh-CN': '漏洞数据日期 {date}' },
  'packages.one': { en: '1 package', 'zh-CN': '1 个软件包' },
  'packages.many': { en: '{count} packages', 'zh-CN': '{count} 个软件包' },

  'label.failed': { en: 'FAILED', 'zh-CN': '失败' },
  'label.unjudged': { en: 'NOT CHECKED', 'zh-CN': '未检查' },
  'label.unknown': { en: 'UNKNOWN', 'zh-CN': '未知' },
  'label.incomplete': { en: 'INCOMPLETE', 'zh-CN': '不完整' },
  'label.starter': { en: 'STARTER SET', 'zh-CN': '入门集' },
  'label.stale': { en: 'OUT OF DATE', 'zh-CN': '数据过期' },
  'label.end-of-life': { en: 'END OF LIFE', 'zh-CN': '停止维护' },
  'label.undecided': { en: 'UNDECIDED', 'zh-CN': '未定' },
  'label.critical': { en: 'CRITICAL', 'zh-CN': '严重' },
  'label.high': { en: 'HIGH', 'zh-CN': '高危' },
  'label.medium': { en: 'MEDIUM', 'zh-CN': '中危' },
  'label.low': { en: 'LOW', 'zh-CN': '低危' },
  'label.unrated': { en: 'UNRATED', 'zh-CN': '未评级' },

  'unknown.packages.one': {
    en: '1 of {packages} packages could not be checked: it may or may not be vulnerable.',
    'zh-CN': '{packages} 个软件包中有 1 个无法检查：可能有漏洞，也可能没有。',
  },
  'unknown.packages.many': {
    en: '{count} of {packages} packages could not be checked: they may or may not be vulnerable.',
    'zh-CN': '{packages} 个软件包中有 {count} 个无法检查：可能有漏洞，也可能没有。',
  },
  'unknown.answers.one': {
    en: '1 question could not be decided; its row says UNDECIDED.',
    'zh-CN': '有 1 个问题无法判定，在表中标为“未定”。',
  },
  'unknown.answers.many': {
    en: '{count} questions could not be decided; their rows say UNDECIDED.',
    'zh-CN': '有 {count} 个问题无法判定，在表中标为“未定”。',
  },
  'unknown.unlisted': {
    en: 'nothing says whether they could be checked',
    'zh-CN': '没有说明能否检查',
  },
  'incomplete.errors.one': {
    en: '1 thing could not be read. What is in it is missing from this report.',
    'zh-CN': '有 1 项内容无法读取，本报告不包含其中的信息。',
  },
  'incomplete.errors.many': {
    en: '{count} things could not be read. What is in them is missing from this report.',
    'zh-CN': '有 {count} 项内容无法读取，本报告不包含其中的信息。',
  },
  'incomplete.more': { en: 'and {count} more', 'zh-CN': '另有 {count} 项' },
  'starter.explained': {
    en: 'Only the small set of advisories that ships with the program was asked. What it does not list may still be vulnerable.',
    'zh-CN': '仅使用了随程序附带的少量漏洞数据。未列出的软件包仍可能存在漏洞。',
  },
  'stale.explained': {
    en: 'Newer vulnerabilities are not in this report.',
    'zh-CN': '本报告不包含较新的漏洞。',
  },
  'stale.feed': {
    en: 'feed {feed}: the last refresh failed ({code}) on {date}',
    'zh-CN': '数据源 {feed}：最近一次更新失败（{code}），时间 {date}',
  },
  'end-of-life.explained': {
    en: '{system} has had no security updates since {date}. Its feed is silent about new faults: that is not good news.',
    'zh-CN': '{system} 自 {date} 起不再提供安全更新。其数据源不再报告新漏洞，这不代表没有漏洞。',
  },
  'end-of-life.undated': {
    en: '{system} gets no more security updates. Its feed is silent about new faults: that is not good news.',
    'zh-CN': '{system} 已不再提供安全更新。其数据源不再报告新漏洞，这不代表没有漏洞。',
  },
  'coverage.starter-set': { en: 'starter set only', 'zh-CN': '仅入门集' },
  'coverage.no-database': {
    en: 'there is no advisory database on this machine',
    'zh-CN': '本机没有漏洞数据库',
  },
  'coverage.no-feed': {
    en: 'the database has no feed for them',
    'zh-CN': '数据库中没有对应的数据源',
  },
  'coverage.stale': { en: 'the feed is old', 'zh-CN': '数据源已过期' },
  'coverage.unsupported': {
    en: 'no feed answers for this system or version',
    'zh-CN': '没有数据源支持该系统或版本',
  },
  'coverage.third-party': {
    en: 'from a repository that the distribution does not answer for',
    'zh-CN': '来自发行版不负责的第三方软件源',
  },

  'column.severity': { en: 'SEVERITY', 'zh-CN': '级别' },
  'column.risk': { en: 'RISK', 'zh-CN': '风险' },
  'column.package': { en: 'PACKAGE', 'zh-CN': '软件包' },
  'column.installed': { en: 'INSTALLED', 'zh-CN': '已安装' },
  'column.fixed': { en: 'FIXED IN', 'zh-CN': '修复版本' },
  'column.layer': { en: 'LAYER', 'zh-CN': '层' },
  'column.rule': { en: 'RULE', 'zh-CN': '规则' },
  'column.where': { en: 'WHERE', 'zh-CN': '位置' },
  'column.version': { en: 'VERSION', 'zh-CN': '版本' },
  'column.licence': { en: 'LICENCE', 'zh-CN': '许可证' },
  'column.reason': { en: 'REASON', 'zh-CN': '原因' },
  'column.by': { en: 'BY', 'zh-CN': '来源' },
  'column.id': { en: 'ID', 'zh-CN': '编号' },
  'state.affected': { en: 'no fix yet', 'zh-CN': '暂无修复' },
  'state.fixed': { en: 'fixed, version not said', 'zh-CN': '已修复，未说明版本' },
  'state.not_affected': { en: 'not affected', 'zh-CN': '不受影响' },
  'state.under_investigation': { en: 'under investigation', 'zh-CN': '调查中' },
  'state.will_not_fix': { en: 'will not be fixed', 'zh-CN': '不予修复' },
  'state.fix_deferred': { en: 'fix deferred', 'zh-CN': '推迟修复' },
  'state.end_of_life': { en: 'end of life', 'zh-CN': '已停止维护' },
  'state.unimportant': { en: 'unimportant', 'zh-CN': '影响轻微' },
  'state.undecided': { en: 'cannot tell', 'zh-CN': '无法判定' },
  'row.or': { en: ' or ', 'zh-CN': ' 或 ' },
  'row.more': { en: '+{count} more', 'zh-CN': '另有 {count} 个' },
  'row.in': { en: 'in {place}', 'zh-CN': '位于 {place}' },
  'row.in.more': { en: 'in {place} and {count} more', 'zh-CN': '位于 {place} 及其他 {count} 处' },
  'section.config': { en: 'configuration and content', 'zh-CN': '配置与内容' },
  'section.secret': { en: 'credentials', 'zh-CN': '凭据' },
  'row.layer': { en: 'layer {number}', 'zh-CN': '第 {number} 层' },
  'row.ransomware': { en: 'ransomware', 'zh-CN': '勒索软件' },

  'targets.clean': {
    en: 'Nothing found in {names} ({packages})',
    'zh-CN': '未发现问题：{names}（{packages}）',
  },

  'do.heading': { en: 'What to do', 'zh-CN': '如何处理' },
  'do.upgrade': {
    en: 'Upgrade {package} {from} to {to}',
    'zh-CN': '将 {package} {from} 升级到 {to}',
  },
  'do.line': {
    en: '{version} stays on the installed line and ends all but {count} of them',
    'zh-CN': '{version} 不跨主版本，除其中 {count} 个外均可消除',
  },
  'do.leaves': { en: 'leaves {count}', 'zh-CN': '仍剩 {count} 个' },
  'do.remove': { en: 'Remove {package}: it is malware', 'zh-CN': '移除 {package}：它是恶意软件' },
  'do.in': { en: ' in {place}', 'zh-CN': '（{place}）' },
  'do.ends': { en: 'ends {severities}', 'zh-CN': '消除{severities}' },
  'do.exploited': { en: 'exploited', 'zh-CN': '已被利用' },
  'do.more': {
    en: 'and {count} more upgrades that end {ended}',
    'zh-CN': '另有 {count} 项升级，可消除 {ended} 个漏洞',
  },
  'do.base.one': {
    en: '1 of these packages came with layer 1, usually the base image: a newer base image brings the fix.',
    'zh-CN': '其中 1 个软件包来自第 1 层（通常是基础镜像）：更换为较新的基础镜像即可修复。',
  },
  'do.base.many': {
    en: '{count} of these packages came with layer 1, usually the base image: a newer base image brings the fixes.',
    'zh-CN': '其中 {count} 个软件包来自第 1 层（通常是基础镜像）：更换为较新的基础镜像即可修复。',
  },
  'do.unfixed.one': {
    en: '1 vulnerability has no fix: {packages}',
    'zh-CN': '1 个漏洞尚无修复：{packages}',
  },
  'do.unfixed.many': {
    en: '{count} vulnerabilities have no fix: {packages}',
    'zh-CN': '{count} 个漏洞尚无修复：{packages}',
  },
  'do.next': { en: 'Next', 'zh-CN': '下一步' },

  'suppressed.heading': { en: 'Suppressed', 'zh-CN': '已忽略' },
  'suppressed.count': {
    en: '{count} suppressed ({parts}); --show-suppressed lists them',
    'zh-CN': '已忽略 {count} 个（{parts}）；使用 --show-suppressed 查看',
  },
  'suppressed.vendor': { en: 'by the vendor', 'zh-CN': '由厂商' },
  'suppressed.ignore-file': { en: 'by ignore file', 'zh-CN': '由忽略文件' },
  'suppressed.not-present': { en: 'as their code is not there', 'zh-CN': '因代码不在其中' },
  'suppressed.vex': { en: 'by VEX', 'zh-CN': '由 VEX' },
  'suppressed.comment': { en: 'by a comment', 'zh-CN': '由注释' },
  'suppressed.baseline': { en: 'known before', 'zh-CN': '此前已知' },
  'suppressed.policy': { en: 'by policy', 'zh-CN': '由策略' },
  'suppressed.option': { en: 'by option', 'zh-CN': '由命令行选项' },
  'suppressed.flag': { en: 'by {flag}', 'zh-CN': '因 {flag}' },
  'suppressed.hidden': {
    en: '{count} hidden ({parts}); --show-suppressed lists them',
    'zh-CN': '已隐藏 {count} 个（{parts}）；使用 --show-suppressed 查看',
  },
  'suppressed.part': { en: '{count} {by}', 'zh-CN': '{by} {count} 个' },
  'suppressed.until': { en: 'until {date}', 'zh-CN': '有效期至 {date}' },
  'packages.heading': { en: 'Packages', 'zh-CN': '软件包列表' },
  'note.label': { en: 'Note', 'zh-CN': '提示' },

  'progress.resolve': { en: 'Looking for the image', 'zh-CN': '查找镜像' },
  'progress.database': { en: 'Opening the database', 'zh-CN': '打开数据库' },
  'progress.layers': { en: 'Reading layers', 'zh-CN': '读取镜像层' },
  'progress.files': { en: 'Reading files', 'zh-CN': '读取文件' },
  'progress.match': { en: 'Matching packages', 'zh-CN': '匹配软件包' },
  'progress.fetch': { en: 'Fetching', 'zh-CN': '下载' },
  'progress.build': { en: 'Building the database', 'zh-CN': '构建数据库' },
  'progress.write': { en: 'Writing the report', 'zh-CN': '输出报告' },
  'progress.of': { en: '{done} of {total}', 'zh-CN': '{done}/{total}' },
};
