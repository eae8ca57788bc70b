import type { ErrorCatalogue } from '../model/index.ts';
import type { ImageErrorCode } from './errors.ts';

/** What can go wrong while an image is opened or its layers are read. */
export const imageErrors: ErrorCatalogue<ImageErrorCode> = {
  IMAGE_INVALID: {
    en: 'the image is damaged or incomplete: copy or build it again',
    'zh-CN': '镜像已损坏或不完整：请重新复制或构建。',
  },
  IMAGE_NOT_FOUND: {
    en: 'no place that was searched has the image: the message lists what each of them answered',
    'zh-CN': '所有查找过的位置都没有该镜像：消息中列出了各处的回答。',
  },
  REPOSITORY_REFERENCE: {
    en: 'what was named is no folder, no address of a repository, or no branch, tag or commit of one',
    'zh-CN': '所给名称既不是目录，也不是仓库地址，或该仓库没有这个分支、标签或提交。',
  },
  NETWORK_FORBIDDEN: {
    en: '`--offline` forbids the connection that this needs: name something that lies on this machine',
    'zh-CN': '`--offline` 禁止了所需的网络连接：请指定本机上已有的内容。',
  },
  IMAGE_SOURCE: {
    en: 'there is no place of that name to search: see `docs/reference/sources.md`',
    'zh-CN': '没有这个名称的镜像来源：请参阅 `docs/reference/sources.md`。',
  },
  IMAGE_NOT_AN_IMAGE: {
    en: 'the file or folder holds no image in a form that is known: give a docker-archive, an OCI archive or an OCI layout',
    'zh-CN': '文件或目录中没有已知格式的镜像：请提供 docker-archive、OCI 归档或 OCI layout。',
  },
  IMAGE_NO_MANIFEST: {
    en: 'the layout names no image manifest: copy or build it again',
    'zh-CN': '该 layout 没有指明镜像 manifest：请重新复制或构建。',
  },
  IMAGE_TAG_MISSING: {
    en: 'the layout has no image of that name: name one of those it has',
    'zh-CN': '该 layout 中没有这个名称的镜像：请指定其中已有的名称。',
  },
  IMAGE_AMBIGUOUS: {
    en: 'the layout has several images: name one of them after a colon',
    'zh-CN': '该 layout 中有多个镜像：请在冒号后指明其一。',
  },
  IMAGE_PLATFORM: {
    en: 'the image is not there for that platform: choose another with --platform',
    'zh-CN': '镜像没有该平台的版本：请用 --platform 选择其他平台。',
  },
  IMAGE_MEDIA_TYPE: {
    en: 'the image has a part of a type that is not known, so that it cannot be read in full',
    'zh-CN': '镜像的一部分类型未知，因此无法完整读取。',
  },
  IMAGE_FOREIGN_LAYER: {
    en: 'a layer is not part of the image but kept elsewhere by its maker: fetch it first',
    'zh-CN': '有一层不包含在镜像中，由其发布者存放在别处：请先获取。',
  },
  BLOB_MISSING: {
    en: 'a part that the image names is not there: copy or build it again',
    'zh-CN': '镜像引用的一部分不存在：请重新复制或构建。',
  },
  BLOB_DIGEST: {
    en: 'a part of the image is not what its digest says: it was changed or damaged, do not use it',
    'zh-CN': '镜像的一部分与其摘要不符：已被篡改或损坏，请勿使用。',
  },
  BLOB_SIZE: {
    en: 'a part of the image is longer or shorter than its manifest says: copy it again',
    'zh-CN': '镜像的一部分比 manifest 所述更长或更短：请重新复制。',
  },
  DIGEST_UNKNOWN: {
    en: 'the digest has an algorithm that is not known (wanted sha256 or sha512)',
    'zh-CN': '摘要的算法未知（应为 sha256 或 sha512）。',
  },
  LAYER_COMPRESSION: {
    en: 'a layer cannot be decompressed: build the image again',
    'zh-CN': '有一层无法解压：请重新构建镜像。',
  },
  LAYER_TRUNCATED: {
    en: 'the compressed data of a layer ends too early: build the image again',
    'zh-CN': '有一层的压缩数据提前结束：请重新构建镜像。',
  },
  LAYER_TRAILING: {
    en: 'a layer has data after its end that no tool would read',
    'zh-CN': '有一层在结尾之后还有数据，任何工具都不会读取。',
  },
  LAYER_NOT_TAR: {
    en: 'a layer is not a tar archive',
    'zh-CN': '有一层不是 tar 归档。',
  },
  LAYER_UNREADABLE: {
    en: 'the bytes of a layer cannot be read from where they lie',
    'zh-CN': '无法从存放处读取一层的数据。',
  },
  FILE_UNREADABLE: {
    en: 'a file or folder could not be read, so what is in it is not known: check its permissions',
    'zh-CN': '有文件或目录无法读取，其内容未知：请检查权限。',
  },
  OVERLAY_ATTRIBUTES: {
    en: "the extended attributes of a daemon's layer folder cannot be read or followed, so some lower content may show that is hidden: scan an archive of docker save instead",
    'zh-CN':
      '守护进程层目录的扩展属性无法读取或处理，可能会显示本应隐藏的下层内容：请改为扫描 docker save 的归档。',
  },
  PATH_ESCAPE: {
    en: 'an entry of a layer climbs out of the image: it was left out',
    'zh-CN': '层中有条目指向镜像之外：已略过。',
  },
  PATH_WHITEOUT: {
    en: 'a whiteout of a layer names nothing that it could remove: it was left out',
    'zh-CN': '层中有 whiteout 没有可删除的对象：已略过。',
  },
  LINK_CYCLE: {
    en: 'symbolic links of the image lead in a circle',
    'zh-CN': '镜像中的符号链接形成循环。',
  },
  REGISTRY_NOT_A_REGISTRY: {
    en: 'what answers does not speak the registry protocol but is a web page, a proxy or a sign-in form: check the host and the proxy settings',
    'zh-CN': '应答方使用的不是镜像仓库协议，而是网页、代理或登录页面：请检查主机名和代理设置。',
  },
  REGISTRY_UNAUTHORIZED: {
    en: 'the registry wants a login, refuses the one it was given, or hides that the repository does not exist: run `docker login`, or check the name',
    'zh-CN':
      '镜像仓库要求登录、拒绝了所给的登录信息，或隐瞒了仓库不存在：请运行 `docker login`，或检查名称。',
  },
  REGISTRY_FORBIDDEN: {
    en: 'the registry knows the login and does not let it pull: ask its owner',
    'zh-CN': '镜像仓库认可该登录，但不允许拉取：请联系仓库所有者。',
  },
  REGISTRY_NOT_FOUND: {
    en: 'the registry or its token server does not have what was asked for',
    'zh-CN': '镜像仓库或其令牌服务器没有所请求的内容。',
  },
  REGISTRY_RATE_LIMITED: {
    en: 'the registry answers no more for now: log in for a higher limit, use a mirror, or wait',
    'zh-CN': '镜像仓库暂时不再应答：请登录以提高限额、使用镜像站，或稍后再试。',
  },
  REGISTRY_FAILED: {
    en: 'the registry answered with an error of its own: try again later',
    'zh-CN': '镜像仓库返回了其自身的错误：请稍后再试。',
  },
  REGISTRY_MIRROR_INVALID: {
    en: 'a mirror is neither host[:port] nor an http address: correct it',
    'zh-CN': '镜像站既不是 host[:port]，也不是 http 地址：请改正。',
  },
  DOCKER_CONFIG_INVALID: {
    en: "the docker client's config.json is not JSON: correct it, or point DOCKER_CONFIG elsewhere",
    'zh-CN': 'docker 客户端的 config.json 不是 JSON：请改正，或将 DOCKER_CONFIG 指向别处。',
  },
  DAEMON_ADDRESS: {
    en: 'the address of the daemon (`DOCKER_HOST`, the docker context) is not one that can be spoken to: use unix:// or tcp://',
    'zh-CN': '无法使用该守护进程地址（`DOCKER_HOST`、docker context）：请使用 unix:// 或 tcp://。',
  },
  DAEMON_UNREACHABLE: {
    en: 'no daemon answers: it is not running, or its socket may not be opened (the group "docker", or root, may)',
    'zh-CN': '没有守护进程应答：它没有运行，或无权打开其套接字（需要 "docker" 组或 root）。',
  },
  DAEMON_FAILED: {
    en: 'the daemon answered with an error, or ended in the middle of its answer: see its log',
    'zh-CN': '守护进程返回错误，或在应答中途结束：请查看其日志。',
  },
  DAEMON_STORE_DRIVER: {
    en: "the daemon's store is of a kind that is not read directly: the image is read through docker save",
    'zh-CN': '无法直接读取这种存储驱动的守护进程：将通过 docker save 读取镜像。',
  },
};
