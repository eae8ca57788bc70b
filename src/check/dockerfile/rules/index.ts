import type { DockerfileRule } from '../rule.ts';
import { add } from './add.ts';
import { addArchive } from './add-archive.ts';
import { addUrl } from './add-url.ts';
import { apkCache } from './apk-cache.ts';
import { apkPin } from './apk-pin.ts';
import { aptLists } from './apt-lists.ts';
import { aptPin } from './apt-pin.ts';
import { aptRecommends } from './apt-recommends.ts';
import { aptTool } from './apt-tool.ts';
import { aptY } from './apt-y.ts';
import { asCasing } from './as-casing.ts';
import { casing } from './casing.ts';
import { cd } from './cd.ts';
import { chownFlag } from './chown-flag.ts';
import { chpasswd } from './chpasswd.ts';
import { cmdMulti } from './cmd-multi.ts';
import { consecutiveRun } from './consecutive-run.ts';
import { copyDestSlash } from './copy-dest-slash.ts';
import { copyFromSelf } from './copy-from-self.ts';
import { copyFromUnknown } from './copy-from-unknown.ts';
import { copyRelWorkdir } from './copy-rel-workdir.ts';
import { ctxCopyIgnored } from './ctx-copy-ignored.ts';
import { defDesc } from './def-desc.ts';
import { distUpgrade } from './dist-upgrade.ts';
import { dnfClean } from './dnf-clean.ts';
import { dnfPin } from './dnf-pin.ts';
import { dnfY } from './dnf-y.ts';
import { emptyCont } from './empty-cont.ts';
import { entrypointMulti } from './entrypoint-multi.ts';
import { envSelfref } from './env-selfref.ts';
import { exposeCasing } from './expose-casing.ts';
import { exposeFormat } from './expose-format.ts';
import { fromCopyRootfs } from './from-copy-rootfs.ts';
import { fromEmptyDefault } from './from-empty-default.ts';
import { fromLatest } from './from-latest.ts';
import { fromPlatform } from './from-platform.ts';
import { fromPlatformMismatch } from './from-platform-mismatch.ts';
import { fromPlatformRedundant } from './from-platform-redundant.ts';
import { fromRegistry } from './from-registry.ts';
import { fromUndefArg } from './from-undef-arg.ts';
import { fromUntagged } from './from-untagged.ts';
import { gemPin } from './gem-pin.ts';
import { goPin } from './go-pin.ts';
import { healthcheck } from './healthcheck.ts';
import { healthcheckMulti } from './healthcheck-multi.ts';
import { jsonArgs } from './json-args.ts';
import { labelExtra } from './label-extra.ts';
import { labelKey } from './label-key.ts';
import { labelMissing } from './label-missing.ts';
import { labelValue } from './label-value.ts';
import { legacyKv } from './legacy-kv.ts';
import { maintainer } from './maintainer.ts';
import { npmPin } from './npm-pin.ts';
import { onbuildNested } from './onbuild-nested.ts';
import { order } from './order.ts';
import { pipCache } from './pip-cache.ts';
import { pipPin } from './pip-pin.ts';
import { pipefail } from './pipefail.ts';
import { portRange } from './port-range.ts';
import { pragma } from './pragma.ts';
import { secretArgEnv } from './secret-arg-env.ts';
import { secretCopy } from './secret-copy.ts';
import { secretText } from './secret-text.ts';
import { shell } from './shell.ts';
import { shellcheck } from './shellcheck.ts';
import { sigOff } from './sig-off.ts';
import { sshPort } from './ssh-port.ts';
import { stageCasing } from './stage-casing.ts';
import { stageDup } from './stage-dup.ts';
import { stageReserved } from './stage-reserved.ts';
import { stageUnnamed } from './stage-unnamed.ts';
import { sudo } from './sudo.ts';
import { tlsOff } from './tls-off.ts';
import { undefVar } from './undef-var.ts';
import { updateAlone } from './update-alone.ts';
import { uselessCmd } from './useless-cmd.ts';
import { userMissing } from './user-missing.ts';
import { userNumeric } from './user-numeric.ts';
import { userRoot } from './user-root.ts';
import { useraddL } from './useradd-l.ts';
import { wgetCurl } from './wget-curl.ts';
import { wgetProgress } from './wget-progress.ts';
import { workdirAbs } from './workdir-abs.ts';
import { workdirSys } from './workdir-sys.ts';
import { yarnCache } from './yarn-cache.ts';
import { yumClean } from './yum-clean.ts';
import { yumPin } from './yum-pin.ts';
import { yumY } from './yum-y.ts';
import { zypperClean } from './zypper-clean.ts';
import { zypperDup } from './zypper-dup.ts';
import { zypperPin } from './zypper-pin.ts';
import { zypperY } from './zypper-y.ts';

/** Every rule about Dockerfiles in the order of the catalogue; a new one is a new file and one entry here. */
export const rules: readonly DockerfileRule[] = [
  fromLatest,
  fromUntagged,
  fromRegistry,
  fromPlatform,
  fromPlatformRedundant,
  fromPlatformMismatch,
  fromUndefArg,
  fromEmptyDefault,
  fromCopyRootfs,
  stageDup,
  stageReserved,
  stageCasing,
  asCasing,
  stageUnnamed,
  order,
  casing,
  emptyCont,
  undefVar,
  legacyKv,
  defDesc,
  userMissing,
  userRoot,
  userNumeric,
  chownFlag,
  sudo,
  chpasswd,
  secretArgEnv,
  secretCopy,
  secretText,
  sshPort,
  portRange,
  exposeCasing,
  exposeFormat,
  healthcheck,
  healthcheckMulti,
  add,
  addArchive,
  copyDestSlash,
  copyFromUnknown,
  copyFromSelf,
  copyRelWorkdir,
  workdirAbs,
  workdirSys,
  cd,
  uselessCmd,
  maintainer,
  wgetCurl,
  addUrl,
  wgetProgress,
  cmdMulti,
  entrypointMulti,
  jsonArgs,
  shell,
  pipefail,
  consecutiveRun,
  onbuildNested,
  envSelfref,
  useraddL,
  aptTool,
  aptPin,
  aptY,
  aptRecommends,
  aptLists,
  distUpgrade,
  updateAlone,
  apkPin,
  apkCache,
  pipPin,
  pipCache,
  npmPin,
  yarnCache,
  gemPin,
  goPin,
  yumY,
  yumClean,
  yumPin,
  dnfY,
  dnfClean,
  dnfPin,
  zypperY,
  zypperDup,
  zypperClean,
  zypperPin,
  tlsOff,
  sigOff,
  labelKey,
  labelMissing,
  labelExtra,
  labelValue,
  pragma,
  shellcheck,
  ctxCopyIgnored,
];
