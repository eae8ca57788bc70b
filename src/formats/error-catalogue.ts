import type { ErrorCatalogue } from '../model/index.ts';
import type { FormatsCode } from './errors.ts';

/** What can be wrong with bytes that should have a known form. */
export const formatsErrors: ErrorCatalogue<FormatsCode> = {
  APPARMOR_INVALID: {
    en: 'The text is no AppArmor profile that apparmor_parser would load: the message names the line. Correct it and try it with "apparmor_parser -Q -K FILE".',
    'zh-CN':
      '文本不是 apparmor_parser 可加载的 AppArmor 配置，行号见消息。请改正，并用 "apparmor_parser -Q -K FILE" 验证。',
  },
  APKDB_INVALID: {
    en: 'The apk database does not have the form that apk writes. Is the image complete, or was the file edited?',
    'zh-CN': 'apk 数据库不是 apk 写出的格式。镜像是否完整？文件是否被修改过？',
  },
  BOLT_INVALID: {
    en: "containerd's list of images is damaged, or was written to while it was read. Try again; if it stays, restart containerd.",
    'zh-CN':
      'containerd 的镜像列表已损坏，或在读取时正被写入。请重试；若仍如此，请重启 containerd。',
  },
  BZIP2_INVALID: {
    en: 'The file is no bzip2 file, is cut short, or a checksum in it is wrong. Fetch it again.',
    'zh-CN': '文件不是 bzip2 文件、被截断，或其中的校验和有误。请重新获取。',
  },
  BEAM_INVALID: {
    en: 'A lockfile or application resource of Erlang or Elixir is not plain data. Was it edited, or is there a merge conflict in it?',
    'zh-CN': 'Erlang 或 Elixir 的锁文件或应用资源不是纯数据。是否被修改过，或含有合并冲突？',
  },
  AUDITABLE_INVALID: {
    en: 'The list of crates that cargo-auditable put into a program is damaged, so its crates are not listed. Build the program again.',
    'zh-CN':
      'cargo-auditable 写入程序的 crate 列表已损坏，因此未列出其中的 crate。请重新构建该程序。',
  },
  CEL_INVALID: {
    en: 'An expression of a rule is not well-formed CEL. The message has the place; the syntax is that of ValidatingAdmissionPolicy.',
    'zh-CN': '规则中的表达式不是合法的 CEL，位置见消息；语法与 ValidatingAdmissionPolicy 相同。',
  },
  CEL_FAILED: {
    en: 'An expression of a rule has no value for this subject: a field it asks for is not there, or types do not fit. Guard it with has() or the optional form `.?`.',
    'zh-CN':
      '规则中的表达式对此对象没有值：所用字段不存在，或类型不符。请用 has() 或可选形式 `.?` 保护。',
  },
  DEB822_INVALID: {
    en: 'The file does not consist of "Field: value" paragraphs. Is it a dpkg or opkg status file?',
    'zh-CN': '文件不是由 "Field: value" 段落组成。它是 dpkg 或 opkg 的 status 文件吗？',
  },
  DPKG_INCOMPLETE: {
    en: 'A package that dpkg calls installed has no name or no version in its status paragraph, so it is not in the list.',
    'zh-CN': 'dpkg 记为已安装的软件包在 status 段落中没有名称或版本，因此未列出。',
  },
  DPKG_INTERRUPTED: {
    en: 'The installation of a package stopped half-way, so nobody knows which of its files are there. Finish it with "dpkg --configure -a" and build the image again.',
    'zh-CN':
      '某个软件包的安装中途停止，无法得知其哪些文件已就位。请用 "dpkg --configure -a" 完成安装并重新构建镜像。',
  },
  ELF_INVALID: {
    en: 'A program file begins as an ELF file but its header is cut short or of no known form. The system could not run it; copy or build it again.',
    'zh-CN': '程序文件以 ELF 开头，但文件头被截断或格式未知，系统无法运行它。请重新复制或构建。',
  },
  IMAGE_REFERENCE_INVALID: {
    en: 'The name of an image has a wrong form. Write it as [host[:port]/]path[:tag][@digest], in lower case.',
    'zh-CN': '镜像名称的格式有误。请用小写写成 [host[:port]/]path[:tag][@digest]。',
  },
  LOCKFILE_INCLUDE: {
    en: 'A requirements file includes another one that is not in the scanned folder, so the packages in there are not listed. Scan the folder that holds both.',
    'zh-CN':
      'requirements 文件引用了扫描目录之外的另一个文件，因此未列出其中的软件包。请扫描同时包含两者的目录。',
  },
  LOCKFILE_INVALID: {
    en: 'The file parses, but lacks what a file of this name must have. Was it written by a newer version of its tool?',
    'zh-CN': '文件可以解析，但缺少该名称的文件应有的内容。它是否由更新版本的工具写出？',
  },
  LUA_INVALID: {
    en: 'A Lua file is more than assignments of texts and tables, or is cut short. Programs are not run, so what it describes is not listed.',
    'zh-CN': 'Lua 文件不只是文本和表的赋值，或被截断。不会运行程序，因此未列出其描述的内容。',
  },
  METADATA_INVALID: {
    en: 'The record of an installed package or extension has no name or no version. Its own tool ignores it too; install it again.',
    'zh-CN': '已安装的软件包或扩展的记录没有名称或版本。其自身的工具也会忽略它；请重新安装。',
  },
  OCI_INVALID: {
    en: 'A manifest, index or configuration of an image lacks what the OCI image specification asks for. Build or push the image again.',
    'zh-CN': '镜像的 manifest、索引或配置缺少 OCI 镜像规范要求的内容。请重新构建或推送镜像。',
  },
  SELINUX_INVALID: {
    en: 'The text is no SELinux policy: a module for checkmodule (.te) or CIL for secilc (.cil). The message names the line; correct it there.',
    'zh-CN':
      '文本不是 SELinux 策略：既非 checkmodule 的模块（.te），也非 secilc 的 CIL（.cil）。行号见消息，请在该处改正。',
  },
  OCI_SCHEMA1: {
    en: 'The image has a manifest of Docker schema version 1, which is out of use since 2017 and has no image configuration. Push it again with a current client.',
    'zh-CN':
      '镜像的 manifest 为 Docker schema 1，该格式自 2017 年起已停用，且没有镜像配置。请用当前版本的客户端重新推送。',
  },
  JSON_INVALID: {
    en: 'The text is not JSON, or not a JSON object where one is needed. Correct the file.',
    'zh-CN': '文本不是 JSON，或在需要 JSON 对象之处不是对象。请改正文件。',
  },
  PHP_SERIALIZED_INVALID: {
    en: "The file is not what PHP's serialize function writes, or is cut short. PEAR and PECL keep one such file for each package; install the package again.",
    'zh-CN':
      '文件不是 PHP serialize 函数的输出，或被截断。PEAR 和 PECL 为每个软件包保存一个这样的文件；请重新安装该软件包。',
  },
  PE_INVALID: {
    en: 'A file is named or begins like a Windows program but has no PE header. Copy or build it again.',
    'zh-CN': '文件的名称或开头像 Windows 程序，但没有 PE 头。请重新复制或构建。',
  },
  PLIST_INVALID: {
    en: 'The file is no property list, or a part of it lies outside the file. Applications without a readable one are not listed.',
    'zh-CN': '文件不是属性列表（plist），或其中一部分超出文件范围。没有可读属性列表的应用未列出。',
  },
  RPMDB_INVALID: {
    en: 'The RPM database, or a package header in it, is damaged or has a form that rpm does not write. Packages after the fault may be missing from the list. Check it with "rpm --verifydb".',
    'zh-CN':
      'RPM 数据库或其中的软件包头已损坏，或不是 rpm 写出的格式。出错处之后的软件包可能未列出。请用 "rpm --verifydb" 检查。',
  },
  RPMDB_LOG: {
    en: 'The write-ahead log beside the RPM database is damaged or belongs to another state of it, so it could not be merged and packages may be missing from the list. Run any "rpm -qa" as root in the image build, so that rpm merges it itself.',
    'zh-CN':
      'RPM 数据库旁的预写日志已损坏或属于另一状态，无法合并，因此可能有软件包未列出。请在构建镜像时以 root 运行任一 "rpm -qa"，由 rpm 自行合并。',
  },
  SBOM_UNKNOWN: {
    en: 'The file is no software bill of materials that is read here: CycloneDX (JSON, XML), SPDX 2 (JSON, YAML, tag-value, RDF), Syft JSON, or a list of package URLs. Save it in one of these forms.',
    'zh-CN':
      '文件不是可读取的软件物料清单：CycloneDX（JSON、XML）、SPDX 2（JSON、YAML、tag-value、RDF）、Syft JSON 或软件包 URL 列表。请另存为其中一种格式。',
  },
  STARLARK_INVALID: {
    en: 'A build file of Bazel does not parse: a bracket or a text does not close. Correct the file at the line named.',
    'zh-CN': 'Bazel 构建文件无法解析：括号或字符串没有闭合。请在所指的行改正。',
  },
  TAR_HEADER: {
    en: 'A header of a tar archive is damaged: its checksum or a number in it is wrong. What comes after it is not known. Build the archive again.',
    'zh-CN': 'tar 归档的一个头部已损坏：校验和或其中的数字有误。其后的内容未知。请重新生成归档。',
  },
  TAR_PAX: {
    en: 'An extended header of a tar archive is malformed. What comes after it is not known. Build the archive again.',
    'zh-CN': 'tar 归档的一个扩展头部格式有误。其后的内容未知。请重新生成归档。',
  },
  TAR_SPARSE: {
    en: 'The map of a sparse file in a tar archive is malformed. What comes after it is not known. Build the archive again.',
    'zh-CN': 'tar 归档中稀疏文件的映射格式有误。其后的内容未知。请重新生成归档。',
  },
  TAR_SPLIT_INVALID: {
    en: "The daemon's record of how a layer was packed is damaged. Remove the image and pull it again.",
    'zh-CN': '守护进程关于层打包方式的记录已损坏。请删除该镜像并重新拉取。',
  },
  TAR_TRUNCATED: {
    en: 'A tar archive ends inside an entry. Copy or build it again.',
    'zh-CN': 'tar 归档在条目中途结束。请重新复制或生成。',
  },
  TEMPLATE_INVALID: {
    en: 'A template for a report does not parse, uses what is not offered here, or asks for a function with wrong values. The message names the line; the guide lists what there is.',
    'zh-CN': '报告模板无法解析、用到了不提供的功能，或函数的参数有误。行号见消息，可用功能见指南。',
  },
  TOML_INVALID: {
    en: 'The text is not TOML 1.0. Correct the file at the line named.',
    'zh-CN': '文本不是 TOML 1.0。请在所指的行改正文件。',
  },
  GZIP_INVALID: {
    en: 'The file is no gzip or zstd file, or is cut short. Fetch it again.',
    'zh-CN': '文件不是 gzip 或 zstd 文件，或被截断。请重新获取。',
  },
  ZIP_INVALID: {
    en: 'The file is no zip archive, is cut short, or its parts contradict one another. Fetch it again.',
    'zh-CN': '文件不是 zip 归档、被截断，或各部分互相矛盾。请重新获取。',
  },
  VEX_INVALID: {
    en: 'A file given with --vex is not there, is no VEX document (OpenVEX, CycloneDX, CSAF), or has a statement that cannot be understood. Nothing was decided by it; correct what the message names.',
    'zh-CN':
      '--vex 指定的文件不存在、不是 VEX 文档（OpenVEX、CycloneDX、CSAF），或含有无法理解的声明。未据其作出任何判断；请改正消息指出之处。',
  },
  XML_INVALID: {
    en: 'The text is not well-formed XML, or has a document type declaration, which is refused because entities are defined there. Correct the file at the line named.',
    'zh-CN':
      '文本不是格式正确的 XML，或含有文档类型声明；因其可定义实体，此类声明会被拒绝。请在所指的行改正文件。',
  },
  YAML_INVALID: {
    en: 'A YAML file is not well-formed, holds several documents, or expands aliases without end. The message names the line.',
    'zh-CN': 'YAML 文件格式有误、含有多个文档，或别名展开没有尽头。行号见消息。',
  },
};
