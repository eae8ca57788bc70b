import type { MessageTable } from './table.ts';

/** Remarks on how an image was opened. */
export const imageMessages: MessageTable = {
  'image.mirror': {
    en: 'read from the mirror {mirror}',
    'zh-CN': '从镜像站 {mirror} 读取',
  },
  'image.mirrorFailed': {
    en: 'the mirror {mirror} could not be used: {error}',
    'zh-CN': '无法使用镜像站 {mirror}:{error}',
  },
  'image.dockerStore': {
    en: "read directly from the daemon's store ({driver})",
    'zh-CN': '直接从守护进程的存储读取({driver})',
  },
  'image.containerdStore': {
    en: "read directly from containerd's store (namespace {namespace})",
    'zh-CN': '直接从 containerd 的存储读取(命名空间 {namespace})',
  },
  'image.podmanStore': {
    en: "read directly from podman's store ({driver})",
    'zh-CN': '直接从 podman 的存储读取({driver})',
  },
  'image.podmanSave': {
    en: "read through podman's service, which is slower than its store: {root} could not be read",
    'zh-CN': '通过 podman 服务读取(比直接读取存储慢):无法读取 {root}',
  },
  'image.repository': { en: 'commit {commit}', 'zh-CN': '提交 {commit}' },
  'image.repositorySubmodules': {
    en: 'the repository has submodules, which are not looked at',
    'zh-CN': '该仓库含有子模块,未扫描',
  },
  'image.dockerSave.remote': {
    en: 'read through docker save, because the daemon is not on this machine',
    'zh-CN': '通过 docker save 读取,因为守护进程不在本机',
  },
  'image.dockerSave.elsewhere': {
    en: "read through docker save, which is slower than the daemon's store: {root} does not hold this image here",
    'zh-CN': '通过 docker save 读取(比直接读取存储慢):此处的 {root} 中没有该镜像',
  },
  'image.dockerSave.permission': {
    en: "read through docker save, which is slower than the daemon's store: {root} may only be read by root",
    'zh-CN': '通过 docker save 读取(比直接读取存储慢):只有 root 可以读取 {root}',
  },
  'image.dockerSave.driver': {
    en: 'read through docker save, because a store of driver {driver} is not read directly',
    'zh-CN': '通过 docker save 读取,因为不支持直接读取驱动 {driver} 的存储',
  },
  'image.dockerSave.incomplete': {
    en: "read through docker save, which is slower than the daemon's store: {root} does not hold all parts of this image",
    'zh-CN': '通过 docker save 读取(比直接读取存储慢):{root} 中缺少该镜像的部分内容',
  },
};
