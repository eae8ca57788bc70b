import type { ErrorCatalogue } from '../model/index.ts';
import type { CheckCode } from './errors.ts';

/** What can go wrong while configuration is judged. */
export const checkErrors: ErrorCatalogue<CheckCode> = {
  CHECK_UNKNOWN_STANDARD: {
    en: 'The standard asked for is not one Plimsoll knows. The message lists those there are.',
    'zh-CN': '没有所给名称的标准。消息中列出了可用的标准。',
  },
  CHECK_UNKNOWN_RULE: {
    en: 'No rule goes by the id given with --include. Any id works that the reference of rules names, ours or another tool’s.',
    'zh-CN':
      '没有规则使用 --include 所给的编号。规则参考中列出的任何编号都可用，包括其他工具的编号。',
  },
  CHECK_UNKNOWN_KIND: {
    en: 'Nobody could tell what kind of configuration a text is. Name it with --as, or give the file a usual name.',
    'zh-CN': '无法判断该文件属于哪类配置。请用 --as 指明，或改用常见的文件名。',
  },
  CHECK_CHART: {
    en: 'A Helm chart or a kustomize folder could not be rendered, so what it makes was not judged: helm, kustomize or kubectl is missing, refuses it, or would fetch a part of it. Templates are never judged as they stand. Install the program, fetch what is missing (helm dependency build), or name the whole folder.',
    'zh-CN':
      'Helm chart 或 kustomize 目录无法渲染，因此未检查其生成的内容：缺少 helm、kustomize 或 kubectl，程序拒绝渲染，或需要联网获取其中一部分。模板不会按原样检查。请安装程序、先获取依赖（helm dependency build），或指定整个目录。',
  },
  CHECK_NO_ANSWER: {
    en: 'A rule asked for something that could not be read: a permission, a setting, a value only a cluster knows. The question is open, which is not a pass.',
    'zh-CN':
      '规则所需的内容无法读取：权限不足、缺少设置，或只有集群才知道的值。该问题没有答案，不等于通过。',
  },
  CHECK_RULE_INVALID: {
    en: 'A file with rules of your own holds one that cannot be used. Nothing was judged; correct what the message names.',
    'zh-CN': '自定义规则文件中有一条规则无法使用，因此未做任何检查。请改正消息指出之处。',
  },
  CHECK_RULE_FAILED: {
    en: 'A rule stopped with an error of its own on this subject: a defect of Plimsoll. The subject was not judged by that rule; please report it with the text, as far as it may be shown.',
    'zh-CN':
      '规则检查该对象时自身出错，这是 Plimsoll 的缺陷。该规则未检查此对象；请在可公开的范围内附上文本提交报告。',
  },
  CHECK_DOCKERFILE: {
    en: 'A line of a Dockerfile is not understood, and builders refuse it: an unknown instruction, a value that is missing, a here-document that does not end. The rest of the file was judged. Correct the line.',
    'zh-CN':
      'Dockerfile 中有一行无法理解，构建工具会拒绝它：指令未知、缺少值，或 here-document 没有结尾。其余部分已检查。请改正该行。',
  },
  CHECK_KUBERNETES_OBJECT: {
    en: 'A document of a manifest is no object of Kubernetes: it lacks apiVersion or kind, or is a list in a list. Correct it, or leave the file out with --skip-files.',
    'zh-CN':
      '清单中有一个文档不是 Kubernetes 对象：缺少 apiVersion 或 kind，或列表中嵌套列表。请改正，或用 --skip-files 排除该文件。',
  },
  CHECK_KUBERNETES_UNKNOWN: {
    en: 'An object names a kind or version that Kubernetes has in none of the releases Plimsoll knows, so nobody can say what it does. Correct it, or update Plimsoll.',
    'zh-CN':
      '对象的类型或版本不存在于 Plimsoll 所知的任何 Kubernetes 版本，无法判断其作用。请改正，或更新 Plimsoll。',
  },
  CHECK_NETWORK_EMPTY: {
    en: 'Connections were asked about, and the paths hold no object of Kubernetes. Name the folder or file of the manifests.',
    'zh-CN': '查询的是网络连接，但所给路径中没有 Kubernetes 对象。请指定清单所在的目录或文件。',
  },
  CHECK_NETWORK_END: {
    en: 'An end of a connection that was asked about is no workload of the manifests, or the name fits several. Write NAMESPACE/NAME, an address, or "ingress".',
    'zh-CN':
      '所查连接的一端不是清单中的工作负载，或有多个工作负载符合该名称。请写成 NAMESPACE/NAME、地址或 "ingress"。',
  },
  COMPOSE_INTERPOLATION: {
    en: 'A text of a compose file holds a dollar sign that begins no variable. Compose refuses the file; write "$$" for the sign itself.',
    'zh-CN':
      'compose 文件中有不引出变量的 $ 符号，Compose 会拒绝该文件；需要 $ 本身时请写成 "$$"。',
  },
  COMPOSE_INVALID: {
    en: 'A compose file is no mapping with services, or holds nothing. Was another file meant?',
    'zh-CN': 'compose 文件不是含 services 的映射，或内容为空。是否指错了文件？',
  },
  COMPOSE_LOOP: {
    en: 'A compose file includes itself, or a service extends itself, in the end. Compose refuses the project; what lies behind the loop was not judged.',
    'zh-CN':
      'compose 文件最终包含了自身，或服务最终扩展了自身。Compose 会拒绝该项目；循环之后的部分未检查。',
  },
  COMPOSE_MISSING: {
    en: 'A compose project names a file or service that is not there, so what it brings was not judged.',
    'zh-CN': 'compose 项目引用了不存在的文件或服务，因此未检查相应内容。',
  },
  COMPOSE_REMOTE: {
    en: 'A compose project includes what lies on another machine. It is not fetched, so what it brings was not judged.',
    'zh-CN': 'compose 项目包含了其他机器上的内容。不会下载，因此未检查相应内容。',
  },
  CHECK_DOCUMENT: {
    en: 'A text that should describe a container, daemon, network, image or host is no JSON of that form. Give what docker inspect prints, unchanged.',
    'zh-CN':
      '应描述容器、守护进程、网络、镜像或主机的文本不是该格式的 JSON。请原样提供 docker inspect 的输出。',
  },
  CHECK_VALUE_FORM: {
    en: 'A value of a machine or daemon has another form than is known, so nothing is concluded from it.',
    'zh-CN': '主机或守护进程的某个值格式未知，因此不据此下结论。',
  },
  CONTEXT_IGNORE_REFUSED: {
    en: 'An ignore file holds a line that builders refuse, so no build with it begins and nobody can say what it would send. Correct the line named.',
    'zh-CN':
      '忽略文件中有一行会被构建工具拒绝，使用它的构建无法开始，也就无法知道会发送什么。请改正所指的行。',
  },
};
