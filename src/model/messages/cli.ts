import type { MessageTable } from './table.ts';

/** Words of the command line: help screens, progress and what is printed beside a report. */
export const cliMessages: MessageTable = {
  about: {
    en: 'what is inside a container image, and what is wrong with it',
    'zh-CN': '容器镜像里有什么，有哪些问题',
  },
  usage: { en: 'Usage: {words}', 'zh-CN': '用法：{words}' },
  'usage.command': { en: 'COMMAND [OPTIONS]', 'zh-CN': '命令 [选项]' },
  'heading.commands': { en: 'Commands:', 'zh-CN': '命令：' },
  'heading.general': { en: 'General options:', 'zh-CN': '通用选项：' },
  'heading.image': { en: 'Where the image comes from:', 'zh-CN': '镜像来源：' },
  'heading.scan': { en: 'What is looked at:', 'zh-CN': '扫描范围：' },
  'heading.database': { en: 'Advisory database:', 'zh-CN': '漏洞数据库：' },
  'heading.output': { en: 'Output:', 'zh-CN': '输出：' },
  'heading.gate': { en: 'Gate:', 'zh-CN': '门禁：' },
  'heading.examples': { en: 'Examples:', 'zh-CN': '示例：' },
  'help.more': {
    en: 'Run "plimsoll COMMAND --help" for the options of a command.',
    'zh-CN': '运行 "plimsoll 命令 --help" 查看该命令的选项。',
  },
  'error.line': { en: 'Error: {line}', 'zh-CN': '错误：{line}' },
  'error.detail': { en: '{meaning} {text}', 'zh-CN': '{meaning}详情：{text}' },
  'warning.line': { en: 'Warning: {line}', 'zh-CN': '警告：{line}' },
  timeout: {
    en: 'Stopped after {duration}, the time given with --timeout: there is no report.',
    'zh-CN': '已在 --timeout 指定的 {duration} 后停止：没有报告。',
  },
  interrupted: { en: 'Interrupted: nothing was kept.', 'zh-CN': '已中断：未保留任何结果。' },

  'accelerator.used': {
    en: 'Layers packed with gzip are unpacked by {path}.',
    'zh-CN': 'gzip 层由 {path} 解压。',
  },
  'accelerator.unused': {
    en: "Layers packed with gzip are unpacked by Node's own zlib: {reason}.",
    'zh-CN': 'gzip 层由 Node 自带的 zlib 解压:{reason}。',
  },

  'command.image': { en: 'Scan a container image', 'zh-CN': '扫描容器镜像' },
  'command.fs': {
    en: 'Scan a source tree or one file: packages, credentials, configuration',
    'zh-CN': '扫描源码目录或单个文件：软件包、凭据、配置',
  },
  'command.rootfs': { en: 'Scan an unpacked system', 'zh-CN': '扫描已解包的根文件系统' },
  'command.sbom': {
    en: 'Scan what a software bill of materials lists',
    'zh-CN': '扫描软件物料清单（SBOM）中列出的软件包',
  },
  'command.check': {
    en: 'Judge Dockerfiles, compose files, manifests and profiles',
    'zh-CN': '检查 Dockerfile、compose 文件、清单和安全配置',
  },
  'command.check.context': {
    en: 'List what a build of a folder sends, and which pattern admitted it',
    'zh-CN': '列出构建某目录时会发送的内容，以及是哪条模式放行的',
  },
  'command.check.network': {
    en: 'Who can talk to whom by network policies, and why',
    'zh-CN': '按网络策略列出谁能访问谁及原因',
  },
  'option.list': {
    en: 'List the connections and what is left open (the default)',
    'zh-CN': '列出连接及仍然开放的部分（默认）',
  },
  'option.explain': {
    en: 'Say why FROM may or may not reach TO[:PORT], given as the first PATH',
    'zh-CN': '说明 FROM 能否访问 TO[:PORT] 的原因；TO 写在第一个 PATH 处',
  },
  'option.diff': {
    en: 'Compare with the connections of the manifests in OTHER',
    'zh-CN': '与 OTHER 中清单的连接比较',
  },
  'network.pod': {
    en: 'Network of the pods, {count} workloads',
    'zh-CN': 'Pod 网络，{count} 个工作负载',
  },
  'network.user-defined': {
    en: 'Network of the namespace {name}, {count} workloads',
    'zh-CN': '命名空间 {name} 的网络，{count} 个工作负载',
  },
  'network.cluster-defined': {
    en: 'Network {name} of several namespaces, {count} workloads',
    'zh-CN': '跨命名空间网络 {name}，{count} 个工作负载',
  },
  'network.attachment': {
    en: 'Secondary network {name}, {count} workloads',
    'zh-CN': '附加网络 {name}，{count} 个工作负载',
  },
  'network.silent': { en: 'Nobody can talk to anybody.', 'zh-CN': '没有任何连接。' },
  'network.open': {
    en: 'Left open to pods that are not among the manifests',
    'zh-CN': '对清单之外的 Pod 仍然开放',
  },
  'network.anywhere': { en: 'any pod of the cluster', 'zh-CN': '集群中任意 Pod' },
  'network.unprotected': { en: 'Selected by no policy', 'zh-CN': '未被任何策略选中' },
  'network.ingress': { en: 'incoming', 'zh-CN': '入站' },
  'network.egress': { en: 'outgoing', 'zh-CN': '出站' },
  'network.same': { en: 'The same connections are possible.', 'zh-CN': '可能的连接完全相同。' },
  'network.apart': {
    en: 'They share no network: nothing can pass.',
    'zh-CN': '两者不在同一网络，无法通信。',
  },
  'network.allowed': { en: 'Allowed:', 'zh-CN': '允许：' },
  'network.denied': { en: 'Denied:', 'zh-CN': '拒绝：' },
  'network.leaving': { en: 'Leaving the source:', 'zh-CN': '源端出站：' },
  'network.arriving': { en: 'Arriving at the target:', 'zh-CN': '目标入站：' },
  'network.says-yes': { en: 'allowed', 'zh-CN': '允许' },
  'network.says-no': { en: 'denied', 'zh-CN': '拒绝' },
  'network.by-default': { en: '(no policy says otherwise)', 'zh-CN': '（没有策略另行规定）' },
  'network.effect-allows': { en: 'allows it by rule {rule}', 'zh-CN': '由规则 {rule} 允许' },
  'network.effect-denies': { en: 'denies it by rule {rule}', 'zh-CN': '由规则 {rule} 拒绝' },
  'network.effect-passes': {
    en: 'passes it on by rule {rule}',
    'zh-CN': '由规则 {rule} 交由后续策略决定',
  },
  'network.effect-ports': {
    en: 'has rule {rule} about this peer, for other ports',
    'zh-CN': '的规则 {rule} 涉及此对端，但针对其他端口',
  },
  'network.effect-elsewhere': { en: 'leads to other ports only', 'zh-CN': '仅通向其他端口' },
  'network.world': { en: 'every address outside', 'zh-CN': '集群外任意地址' },
  'network.effect-none': {
    en: 'selects the pod, and no rule is about this peer',
    'zh-CN': '选中该 Pod，但没有规则涉及此对端',
  },
  'network.effect-empty': {
    en: 'selects the pod and has no rules: it denies everything',
    'zh-CN': '选中该 Pod 且没有规则：全部拒绝',
  },
  'network.effect-leads': { en: 'leads there', 'zh-CN': '通向该处' },
  'network.entry': { en: 'ingress controller', 'zh-CN': 'Ingress 控制器' },
  'network.all-ports': { en: 'all ports', 'zh-CN': '全部端口' },
  'network.no-ports': { en: 'nothing', 'zh-CN': '无' },
  'command.fix': {
    en: 'Show or write the edits that end faults of configuration',
    'zh-CN': '显示或写入能够消除配置问题的修改',
  },
  'check.watching': {
    en: 'Waiting for changes; Ctrl-C ends it.',
    'zh-CN': '正在等待文件改动，按 Ctrl-C 结束。',
  },
  'fix.none': {
    en: 'Nothing here has an edit that ends it.',
    'zh-CN': '没有可以自动修复的问题。',
  },
  'fix.unread': {
    en: 'Nothing was changed: nothing here could be read.',
    'zh-CN': '未作任何修改：没有可读取的内容。',
  },
  'fix.planned': {
    en: '{fixed} of {all} findings end with these edits; --write makes them.',
    'zh-CN': '这些修改可消除 {all} 个问题中的 {fixed} 个；使用 --write 写入。',
  },
  'fix.written': {
    en: '{fixed} of {all} findings ended; files written: {files}.',
    'zh-CN': '已消除 {all} 个问题中的 {fixed} 个，写入 {files} 个文件。',
  },
  'fix.review': {
    en: 'Edits that a program may mind: look, then use --write-all',
    'zh-CN': '程序可能受以下修改影响：请先查看，再用 --write-all',
  },
  'fix.reviewed': {
    en: '{count} more end with edits that take something away which a program may need: a privilege, a token, a writable file system. They stand last; --write-all makes them too.',
    'zh-CN':
      '另有 {count} 个可由会收回权限、令牌或可写文件系统等的修改消除，列在最后；使用 --write-all 一并写入。',
  },
  'fix.left.owner': {
    en: 'Left for you, {count}: only you can decide',
    'zh-CN': '需要手动处理 {count} 个：只有您能决定',
  },
  'fix.left.alias': {
    en: 'Left for you, {count}: a YAML alias repeats the part, so that more would change',
    'zh-CN': '需要手动处理 {count} 个：YAML 别名引用了该部分，修改会波及其他地方',
  },
  'fix.left.layout': {
    en: 'Left for you, {count}: written in a way that cannot be edited without changing more',
    'zh-CN': '需要手动处理 {count} 个：其写法无法只改这一处',
  },
  'fix.left.rendered': {
    en: 'Left for you, {count}: a program made the text from a chart or kustomization; change the source',
    'zh-CN': '需要手动处理 {count} 个：文本由 chart 或 kustomization 生成，请修改其来源',
  },
  'fix.left.worse': {
    en: 'Left for you, {count}: after the edit the text was judged no better',
    'zh-CN': '需要手动处理 {count} 个：修改后的内容没有变好',
  },
  'fix.left.encoding': {
    en: 'Left for you, {count}: the file holds bytes that are no UTF-8',
    'zh-CN': '需要手动处理 {count} 个：文件含有非 UTF-8 字节',
  },
  'command.repo': {
    en: 'Scan a git repository, here or at an address',
    'zh-CN': '扫描 git 仓库（本地目录或地址）',
  },
  'command.convert': {
    en: 'Write a JSON report in other formats',
    'zh-CN': '将 JSON 报告转换为其他格式',
  },
  'command.db': { en: 'The advisory database', 'zh-CN': '漏洞数据库' },
  'command.db.update': {
    en: 'Fetch what changed upstream and rebuild the database',
    'zh-CN': '从上游获取变更并重建数据库',
  },
  'command.db.build': {
    en: 'Build the database from a folder of feeds, without network',
    'zh-CN': '不联网，从本地数据源目录构建数据库',
  },
  'command.db.push': {
    en: 'Put the database into a registry, for machines that cannot reach the feeds',
    'zh-CN': '将数据库推送到镜像仓库，供无法访问数据源的机器使用',
  },
  'command.db.pull': {
    en: 'Get the database from a registry',
    'zh-CN': '从镜像仓库获取数据库',
  },
  'command.db.status': {
    en: 'Feeds of the database with their dates',
    'zh-CN': '显示数据库中各数据源及其日期',
  },
  'command.host': {
    en: 'Judge the Docker daemon, its containers and networks, and this machine',
    'zh-CN': '检查 Docker 守护进程、容器、网络以及本机',
  },
  'command.clean': { en: 'Show and empty the caches', 'zh-CN': '查看并清空缓存' },
  'command.completion': {
    en: 'Completion script for bash, zsh or fish; "man" prints the manual page',
    'zh-CN': '输出 bash、zsh 或 fish 补全脚本；"man" 输出手册页',
  },
  'command.version': {
    en: 'Versions of program, runtime and database',
    'zh-CN': '显示程序、运行时与数据库版本',
  },

  'option.quiet': { en: 'Only the report and errors', 'zh-CN': '只输出报告和错误' },
  'option.no-progress': { en: 'No progress line', 'zh-CN': '不显示进度' },
  'option.debug': { en: 'Say more about errors', 'zh-CN': '输出更多错误细节' },
  'option.timeout': {
    en: 'Stop after this time (90s, 5m)',
    'zh-CN': '超过此时间则停止（90s、5m）',
  },
  'option.offline': { en: 'Use no network', 'zh-CN': '不使用网络' },
  'option.cache-dir': { en: 'Folder for cache and database', 'zh-CN': '缓存与数据库目录' },
  'option.config': { en: 'Configuration file', 'zh-CN': '配置文件' },
  'option.lang': { en: 'Language', 'zh-CN': '语言' },
  'option.at': { en: 'Judge as of this time', 'zh-CN': '以此时间为准进行判断' },
  'option.dockerfile': {
    en: 'Dockerfile whose own ignore file counts',
    'zh-CN': '以该 Dockerfile 自己的忽略文件为准',
  },
  'option.format': {
    en: 'Output format; repeat it for several, =FILE writes to a file',
    'zh-CN': '输出格式；可重复，=FILE 写入文件',
  },
  'option.output': { en: 'Write the report to this file', 'zh-CN': '把报告写入此文件' },
  'option.template': { en: 'Template of the format template', 'zh-CN': 'template 格式所用的模板' },
  'option.severity': { en: 'Show only these severities', 'zh-CN': '只显示这些严重级别' },
  'option.show-suppressed': {
    en: 'Also show findings that do not count, with the reason',
    'zh-CN': '同时显示已抑制的结果及原因',
  },
  'option.list-all-pkgs': { en: 'Also list every package', 'zh-CN': '同时列出全部软件包' },
  'option.fail-on': {
    en: 'Exit 1 when a finding is at least this severe',
    'zh-CN': '存在不低于此级别的结果时以 1 退出',
  },
  'option.exit-code': {
    en: 'Exit with N when any finding is left',
    'zh-CN': '仍有结果时以 N 退出',
  },
  'option.fail-on-unknown': {
    en: 'Exit 4 when something could not be answered',
    'zh-CN': '存在无法判断的内容时以 4 退出',
  },
  'option.ignorefile': { en: 'File of findings to ignore', 'zh-CN': '忽略规则文件' },
  'option.vex': { en: 'VEX document to apply', 'zh-CN': '应用此 VEX 文档' },
  'option.db': { en: 'Database file to use', 'zh-CN': '使用此数据库文件' },
  'option.max-db-age': {
    en: 'Feeds older than this answer "unknown"',
    'zh-CN': '数据源早于此时长则判为"未知"',
  },
  'option.ignore-unfixed': { en: 'Leave out what has no fix', 'zh-CN': '忽略尚无修复的漏洞' },
  'option.ignore-status': {
    en: 'Leave out what the vendor calls so',
    'zh-CN': '忽略供应商标为这些状态的漏洞',
  },
  'option.pkg-types': { en: 'Kinds of packages to look at', 'zh-CN': '要检查的软件包种类' },
  'option.scanners': {
    en: 'What to look for: vuln, misconfig, secret (default: vuln,secret)',
    'zh-CN': '查找的内容：vuln、misconfig、secret（默认 vuln,secret）',
  },
  'option.include': {
    en: 'Rules that are asked too, by any of their ids',
    'zh-CN': '额外启用的规则，可用其任一编号',
  },
  'trivy.idle': {
    en: 'Not followed here: {flags}',
    'zh-CN': '此处未采用：{flags}',
  },
  'option.only': { en: 'What is mended', 'zh-CN': '修复的范围' },
  'option.write-all': {
    en: 'Write also the edits that a program may mind',
    'zh-CN': '同时写入程序可能受影响的修改',
  },
  'option.write': {
    en: 'Write the edits; without it they are only shown',
    'zh-CN': '写入修改；不加此选项时仅显示',
  },
  'option.rules': {
    en: 'Rules of your own: YAML with CEL, or admission policies',
    'zh-CN': '自定义规则：含 CEL 的 YAML 或准入策略',
  },
  'option.baseline': {
    en: 'JSON report of before; only what is new counts',
    'zh-CN': '此前的 JSON 报告；仅计入新问题',
  },
  'option.watch': {
    en: 'Judge again whenever a file changes, until Ctrl-C',
    'zh-CN': '文件改动时重新检查，直到按 Ctrl-C',
  },
  'option.show-checks': {
    en: 'List every answer of every rule, passes too',
    'zh-CN': '列出每条规则的全部结果（包括通过的）',
  },
  'option.image-files': {
    en: 'also look at the files of the images that containers use',
    'zh-CN': '同时检查容器所用镜像中的文件',
  },
  'option.standard': {
    en: 'default, strict, all, hadolint, cis-docker, nsa or pss:LEVEL@VERSION',
    'zh-CN': 'default、strict、all、hadolint、cis-docker、nsa 或 pss:级别@版本',
  },
  'option.as': {
    en: 'What the file is, whatever it is called: a kind of configuration, or the usual name of a lockfile',
    'zh-CN': '文件的种类（不看文件名）：配置种类，或锁文件的惯用名称',
  },
  'option.skip-dirs': { en: 'Folders to leave out', 'zh-CN': '跳过的目录' },
  'option.skip-files': { en: 'Files to leave out', 'zh-CN': '跳过的文件' },
  'option.include-dev-deps': { en: 'Count development dependencies', 'zh-CN': '包含开发依赖' },
  'option.include-kernel-headers': {
    en: 'Match kernel headers against kernel advisories',
    'zh-CN': '将内核头文件与内核漏洞匹配',
  },
  'option.detection': {
    en: 'precise: only exact versions; comprehensive: also ranges, by their lowest version',
    'zh-CN': 'precise：仅精确版本；comprehensive：区间依赖取最低版本',
  },
  'option.parallel': { en: 'Threads that read layers', 'zh-CN': '读取镜像层的线程数' },
  'option.input': { en: 'Image archive or OCI layout', 'zh-CN': '镜像归档文件或 OCI 目录' },
  'option.accelerator': {
    en: "isal: unpack gzip layers by the system's libisal2, where it is",
    'zh-CN': 'isal:系统装有 libisal2 时用它解压 gzip 层',
  },
  'option.image-src': { en: 'Places to search, in order', 'zh-CN': '依次查找镜像的位置' },
  'option.platform': {
    en: 'Which image of a multi-platform one',
    'zh-CN': '多平台镜像中要扫描的平台',
  },
  'option.branch': {
    en: 'Branch or tag of the repository; default: its own',
    'zh-CN': '仓库的分支或标签；默认为仓库的默认分支',
  },
  'option.commit': {
    en: 'Commit of the repository, in full',
    'zh-CN': '仓库的提交（完整 ID）',
  },
  'option.insecure': {
    en: 'Allow plain HTTP and unknown certificates',
    'zh-CN': '允许 HTTP 与未知证书',
  },
  'option.registry-mirror': {
    en: 'Ask this mirror before the registry (docker.io=mirror.example:5000)',
    'zh-CN': '先访问此镜像站再访问镜像仓库（docker.io=mirror.example:5000）',
  },
  'option.for': { en: 'Only the feeds that this image needs', 'zh-CN': '只更新该镜像需要的数据源' },
  'option.feed': { en: 'Only these feeds', 'zh-CN': '仅这些数据源' },
  'option.from': { en: 'Folder or URL to take the feeds from', 'zh-CN': '数据源所在的目录或 URL' },
  'option.json': { en: 'Print as JSON', 'zh-CN': '以 JSON 输出' },
  'option.layers': { en: 'Delete analysed layers', 'zh-CN': '删除已分析的镜像层缓存' },
  'option.database': { en: 'Delete the database', 'zh-CN': '删除漏洞数据库' },
  'option.all': { en: 'Delete everything', 'zh-CN': '全部删除' },

  'clean.layers': { en: 'analysed layers', 'zh-CN': '已分析的镜像层' },
  'clean.database': { en: 'database       ', 'zh-CN': '漏洞数据库    ' },
  'clean.kept': { en: 'kept   ', 'zh-CN': '保留  ' },
  'clean.deleted': { en: 'deleted', 'zh-CN': '已删除' },

  'version.database': { en: 'database', 'zh-CN': '漏洞数据库' },
  'version.starter': { en: 'none; the starter set answers', 'zh-CN': '无；使用内置基础数据' },
  'version.executable': { en: 'single-file executable', 'zh-CN': '单文件可执行程序' },

  'db.heading.feed': { en: 'feed', 'zh-CN': '数据源' },
  'db.heading.records': { en: 'records', 'zh-CN': '记录数' },
  'db.heading.newest': { en: 'newest', 'zh-CN': '最新记录' },
  'db.heading.fetched': { en: 'fetched', 'zh-CN': '获取日期' },
  'db.heading.state': { en: 'state', 'zh-CN': '状态' },
  'db.problems': { en: '{problems} records not readable', 'zh-CN': '{problems} 条记录无法读取' },
  'db.built': { en: 'Database: {path}, {bytes}', 'zh-CN': '数据库：{path}，{bytes}' },
  'db.pushed': {
    en: 'Pushed {bytes}: {name}',
    'zh-CN': '已推送 {bytes}：{name}',
  },
  'db.pulled': {
    en: 'Database: {path}, {count} feeds, built {built}\nPulled {bytes}: {name}',
    'zh-CN': '数据库：{path}，{count} 个数据源，构建于 {built}\n已拉取 {bytes}：{name}',
  },
  'db.heading.size': { en: 'size', 'zh-CN': '大小' },
  'db.updated': { en: 'updated', 'zh-CN': '已更新' },
  'db.unchanged': { en: 'unchanged', 'zh-CN': '无变化' },
  'db.failed': {
    en: 'FAILED, kept as of {fetched}: {text}',
    'zh-CN': '失败，保留 {fetched} 的数据：{text}',
  },
  'db.absent': { en: 'FAILED, nothing kept: {text}', 'zh-CN': '失败，没有可用数据：{text}' },
  'db.nothing': {
    en: 'No feed could be fetched: the database was not touched.',
    'zh-CN': '没有获取到任何数据源，数据库未改动。',
  },
  'db.current': { en: 'Database: {path} is up to date', 'zh-CN': '数据库：{path} 已是最新' },

  'db.missing': {
    en: 'No database at {path}. Run: plimsoll db update',
    'zh-CN': '{path} 处没有数据库。请运行：plimsoll db update',
  },
  'context.summary': {
    en: '{sent} files, {sentSize} are sent; {file} keeps out {excluded} files, {excludedSize}',
    'zh-CN':
      '发送 {sent} 个文件，共 {sentSize}；{file} 排除了 {excluded} 个文件，共 {excludedSize}',
  },
  'context.whole': {
    en: '{sent} files, {sentSize} are sent; there is no {file}',
    'zh-CN': '发送 {sent} 个文件，共 {sentSize}；没有 {file}',
  },
  'db.status': {
    en: '{path}\nbuilt {built}, {checksum} verified',
    'zh-CN': '{path}\n构建于 {built}，{checksum} 已校验',
  },

  'note.no-database': {
    en: 'No advisory database: answers come from the starter set of {records} records. Run: {command}',
    'zh-CN': '没有漏洞数据库：仅使用内置的 {records} 条基础数据。请运行：{command}',
  },
  'note.unknown': {
    en: 'Unknown: {packages} of {total} packages could not be judged ({ecosystems}): {reason}',
    'zh-CN': '未知：{total} 个软件包中有 {packages} 个无法判断（{ecosystems}）：{reason}',
  },
  'note.stale': {
    en: 'Out of date: newer vulnerabilities of {packages} of {total} packages are not known ({ecosystems}): {reason}',
    'zh-CN':
      '数据过期：{total} 个软件包中有 {packages} 个缺少较新的漏洞数据（{ecosystems}）：{reason}',
  },
  'note.starter-set': {
    en: 'Starter set: {packages} of {total} packages were compared with a small list only ({ecosystems}): {reason}',
    'zh-CN': '入门集：{total} 个软件包中有 {packages} 个仅与少量数据比对（{ecosystems}）：{reason}',
  },
  'note.more': {
    en: '{count} more things could not be read; the report lists them',
    'zh-CN': '另有 {count} 项内容无法读取，详见报告',
  },
};
