import type { ErrorCatalogue } from '../model/index.ts';
import type { IoErrorCode } from './errors.ts';

/** What can go wrong where the program touches the outside, and what to do about it. */
export const ioErrors: ErrorCatalogue<IoErrorCode> = {
  IO_INTERRUPTED: {
    en: 'The work was interrupted by a signal or by `--timeout`. Nothing half-written is kept.',
    'zh-CN': '工作被信号或 `--timeout` 中断。未保留任何不完整的内容。',
  },
  IO_WORKER_FAILED: {
    en: 'A worker thread ended before its answer. Usually memory: try again with `--parallel 1`.',
    'zh-CN': '工作线程未给出结果就已结束，通常因为内存不足：请用 `--parallel 1` 重试。',
  },
  IO_WRITE_FAILED: {
    en: 'A file could not be written: the folder is missing, read-only or full. Earlier content is untouched.',
    'zh-CN': '文件无法写入：目录不存在、只读或已满。原有内容未变。',
  },
  IO_READ_FAILED: {
    en: 'A file could not be read: it is missing, is no file, or permission is refused.',
    'zh-CN': '文件无法读取：不存在、不是文件，或权限不足。',
  },
  IO_OUTSIDE: {
    en: 'A file refers to one outside the folder that is looked at, by its path or over a link. It was not read; name the folder that holds both.',
    'zh-CN': '文件通过路径或链接引用了所查目录之外的文件。未读取；请指定同时包含两者的目录。',
  },
  GIT_FAILED: {
    en: "git could not fetch the repository; its own words are in the message. The user's git settings and password helpers are not used: for private repositories take ssh with an agent, or clone and scan the folder",
    'zh-CN':
      'git 无法获取仓库，其原文见消息。不会使用用户的 git 设置和密码助手：私有仓库请用带 agent 的 ssh，或先克隆再扫描目录。',
  },
  IO_PROGRAM_FAILED: {
    en: 'A program that you configured, such as a credential helper, is not installed, does not end or writes without end.',
    'zh-CN': '您配置的程序（例如凭据助手）未安装、没有结束，或输出没有尽头。',
  },
  SQLITE_DAMAGED: {
    en: 'A database file is cut short, damaged, or belongs to another program. Fetch or build it again.',
    'zh-CN': '数据库文件被截断、已损坏，或属于其他程序。请重新获取或构建。',
  },
  HTTP_URL: {
    en: 'An address is no usable http or https URL. Correct it where it was configured.',
    'zh-CN': '地址不是可用的 http 或 https URL。请在配置处改正。',
  },
  HTTP_UNREACHABLE: {
    en: 'No connection could be made: the name is unknown, the port is closed, or the socket may not be opened. Check the address, the proxy settings and permissions.',
    'zh-CN': '无法建立连接：名称未知、端口关闭，或无权打开套接字。请检查地址、代理设置和权限。',
  },
  HTTP_TLS: {
    en: 'The other side has no certificate that this machine trusts. Set `SSL_CERT_FILE` to the bundle with its authority, or use `--insecure` where that is acceptable.',
    'zh-CN':
      '对方没有本机信任的证书。请将 `SSL_CERT_FILE` 设为包含其 CA 的证书包，或在可接受时使用 `--insecure`。',
  },
  HTTP_PROXY: {
    en: 'The proxy named by `HTTP_PROXY` or `HTTPS_PROXY` is not usable or refused the connection. Check the variable and its credentials.',
    'zh-CN': '`HTTP_PROXY` 或 `HTTPS_PROXY` 指定的代理不可用，或拒绝了连接。请检查该变量及其凭据。',
  },
  HTTP_TIMEOUT: {
    en: 'The other side sent nothing for the idle limit. Try again later.',
    'zh-CN': '对方在空闲时限内没有发送任何数据。请稍后再试。',
  },
  HTTP_INTERRUPTED: {
    en: 'The connection broke before the answer was complete, also after retries. Try again.',
    'zh-CN': '应答完成前连接中断，重试后仍如此。请再试一次。',
  },
  HTTP_PROTOCOL: {
    en: 'The answer is not valid HTTP. Something other than the wanted server answered.',
    'zh-CN': '应答不是合法的 HTTP。应答方不是所要的服务器。',
  },
  HTTP_REDIRECT: {
    en: 'The server redirects in circles, to something that is no http address, or from https to plain http.',
    'zh-CN': '服务器的重定向形成循环、指向非 http 地址，或从 https 转到明文 http。',
  },
};
