import { accounts } from './content/accounts.ts';
import { apk } from './os/apk.ts';
import { cargoFolder, cargoToml } from './rust/cargo-toml.ts';
import { cargoLock } from './rust/cargo-lock.ts';
import type { FileAnalyzer, FileStat, Join } from './contract.ts';
import { composerInstalled } from './php/composer-installed.ts';
import { composerJoin } from './php/composer-join.ts';
import { composerJson } from './php/composer-json.ts';
import { composerLock } from './php/composer-lock.ts';
import { chocolatey } from './dotnet/chocolatey.ts';
import { dotnetDeps } from './dotnet/dotnet-deps.ts';
import { dotnetJoin } from './dotnet/dotnet-join.ts';
import { msbuildProject, msbuildProps, nugetCentral } from './dotnet/msbuild.ts';
import { nugetAssets } from './dotnet/nuget-assets.ts';
import { nugetConfig } from './dotnet/nuget-config.ts';
import { nugetLock } from './dotnet/nuget-lock.ts';
import { paketDependencies, paketLock } from './dotnet/paket.ts';
import { gemfileLock } from './ruby/gemfile-lock.ts';
import { gemspec } from './ruby/gemspec.ts';
import { compileDispatcher } from './dispatch.ts';
import { contentSets } from './os/content-sets.ts';
import { cabalFreeze } from './haskell/cabal-freeze.ts';
import { conanfile } from './cpp/conanfile.ts';
import { conanLock } from './cpp/conan-lock.ts';
import { dpkgFiles } from './os/dpkg-files.ts';
import { aptLists, aptOrigins } from './os/apt-lists.ts';
import { dpkg, opkg } from './os/dpkg.ts';
import { goMod, goSum, goSums, goVendor } from './golang/go-mod.ts';
import { bazelMaven } from './java/bazel-maven.ts';
import { gradleLock } from './java/gradle-lock.ts';
import { gradleVerification } from './java/gradle-verification.ts';
import { bunLock } from './npm/bun-lock.ts';
import { chromeExtension } from './extensions/chrome.ts';
import { vscodeExtensions, vsix } from './extensions/vscode.ts';
import { denoSource } from './npm/deno-source.ts';
import { denoConfiguration, denoLock } from './npm/deno.ts';
import { npmJoin } from './npm/npm-join.ts';
import { npmManifest } from './npm/npm-manifest.ts';
import { packageCaches } from './content/package-caches.ts';
import { notablePrograms } from './content/programs.ts';
import { secretNames, secretTexts, secretVariants, treeTexts } from './content/secrets.ts';
import { setuid } from './content/setuid.ts';
import { executable } from './binary/executable.ts';
import { gleamManifest, gleamProject } from './beam/gleam.ts';
import { mixLock } from './beam/mix-lock.ts';
import { cargoAuditable } from './rust/cargo-auditable.ts';
import { dotnetAssembly } from './dotnet/dotnet-assembly.ts';
import { elfPackage } from './binary/elf-package.ts';
import { kernelModule, linuxKernel } from './os/kernel.ts';
import { goBinary } from './golang/go-binary.ts';
import { javaArchive } from './java/java-archive.ts';
import { jvmRelease } from './java/jvm-release.ts';
import { mavenInstall } from './java/maven-install.ts';
import { pom } from './java/pom.ts';
import { pomJoin } from './java/pom-join.ts';
import { sbtLock } from './java/sbt-lock.ts';
import { versionCatalog } from './java/version-catalog.ts';
import { npmLock } from './npm/npm-lock.ts';
import { otpApplication } from './beam/otp-application.ts';
import { os } from './os/os.ts';
import { packageJson } from './npm/package-json.ts';
import { condaEnvironment, condaMeta } from './python/conda.ts';
import { pdm } from './python/pdm.ts';
import { pear } from './php/pear.ts';
import { pipfile } from './python/pipfile.ts';
import { pnpmLock } from './npm/pnpm-lock.ts';
import { poetry } from './python/poetry.ts';
import { pub } from './dart/pub.ts';
import { pylock } from './python/pylock.ts';
import { pipfileManifest, pyproject } from './python/pyproject.ts';
import { pythonJoin } from './python/python-join.ts';
import { setupCfg } from './python/setup-cfg.ts';
import { setupPy } from './python/setup-py.ts';
import { pythonArchive, pythonMetadata } from './python/python-metadata.ts';
import { rebarLock } from './beam/rebar-lock.ts';
import { rpmLog, rpmLogJoin } from './os/rpm-log.ts';
import { rpm, rpmManifest } from './os/rpm.ts';
import { pythonRequirements, requirementsJoin } from './python/python-requirements.ts';
import { yarnLock } from './npm/yarn-lock.ts';
import { mise, nodeVersion, toolVersions } from './runtimes/tool-versions.ts';
import { stackLock, stackProject } from './haskell/stack.ts';
import { vendoredScript } from './npm/vendored-script.ts';
import { uv } from './python/uv.ts';
import { wordpress, wordpressPlugin } from './php/wordpress.ts';
import { vcpkgManifest, vcpkgStatus } from './cpp/vcpkg.ts';
import { cpanMeta, cpanSnapshot } from './perl/cpan.ts';
import { juliaManifest, juliaProject } from './julia/julia.ts';
import { luarocksLock, rockspec } from './lua/luarocks.ts';
import { nimbleLock, nimblePackage } from './nim/nimble.ts';
import { opamLocked, opamSwitch } from './ocaml/opam.ts';
import { packageResolved } from './swift/package-resolved.ts';
import { podfileLock } from './swift/podfile-lock.ts';
import { rDescription } from './r/r-description.ts';
import { renv } from './r/renv.ts';
import { swiPack } from './prolog/swi-pack.ts';
import { baseImages } from './containers/base-images.ts';
import { composeImages } from './containers/compose-images.ts';
import { kubernetesImages } from './containers/kubernetes-images.ts';
import { bottlerocket } from './os/bottlerocket.ts';
import { chisel } from './os/chisel.ts';
import { containerOptimized } from './os/container-optimized.ts';
import { flatpak } from './desktop/flatpak.ts';
import { homebrew } from './desktop/homebrew.ts';
import { macApp } from './desktop/mac-app.ts';
import { macports } from './desktop/macports.ts';
import { netscaler } from './desktop/netscaler.ts';
import { nix } from './os/nix.ts';
import { nixStore, nixStoreJoin } from './os/nix-store.ts';
import { snap, snapContents } from './os/snap.ts';
import { spack } from './desktop/spack.ts';
import { embeddedSbom, sbomDocument } from './infrastructure/sbom.ts';
import { githubWorkflow } from './infrastructure/github-workflow.ts';
import { pacman, pacmanFiles } from './os/pacman.ts';
import { portage, portageContents } from './os/portage.ts';
import { terraformLock } from './infrastructure/terraform-lock.ts';
import { rangeJoin } from './range-join.ts';

export { fileReader } from './file-reader.ts';

/** Every file analyzer; a new one is a new file and one line here. */
export const analyzers: readonly FileAnalyzer[] = [
  os,
  contentSets,
  dpkg,
  dpkgFiles,
  aptLists,
  opkg,
  apk,
  rpm,
  rpmLog,
  rpmManifest,
  npmLock,
  npmManifest,
  yarnLock,
  pnpmLock,
  bunLock,
  denoLock,
  denoConfiguration,
  denoSource,
  vscodeExtensions,
  vendoredScript,
  vsix,
  chromeExtension,
  toolVersions,
  mise,
  nodeVersion,
  packageJson,
  composerLock,
  composerJson,
  composerInstalled,
  pear,
  wordpress,
  wordpressPlugin,
  gemfileLock,
  gemspec,
  nugetLock,
  nugetConfig,
  nugetAssets,
  nugetCentral,
  msbuildProps,
  msbuildProject,
  paketLock,
  paketDependencies,
  dotnetDeps,
  chocolatey,
  pythonMetadata,
  pythonArchive,
  pythonRequirements,
  poetry,
  uv,
  pipfile,
  pylock,
  pdm,
  pyproject,
  pipfileManifest,
  setupPy,
  setupCfg,
  condaMeta,
  condaEnvironment,
  javaArchive,
  jvmRelease,
  pom,
  gradleLock,
  gradleVerification,
  goBinary,
  cargoAuditable,
  dotnetAssembly,
  elfPackage,
  linuxKernel,
  kernelModule,
  goMod,
  goSum,
  goVendor,
  cargoLock,
  cargoToml,
  executable,
  conanLock,
  conanfile,
  vcpkgManifest,
  vcpkgStatus,
  pub,
  mixLock,
  rebarLock,
  otpApplication,
  gleamManifest,
  gleamProject,
  cabalFreeze,
  stackLock,
  stackProject,
  juliaManifest,
  juliaProject,
  renv,
  rDescription,
  packageResolved,
  podfileLock,
  rockspec,
  luarocksLock,
  swiPack,
  nimblePackage,
  nimbleLock,
  opamSwitch,
  opamLocked,
  cpanMeta,
  cpanSnapshot,
  pacman,
  pacmanFiles,
  portage,
  portageContents,
  githubWorkflow,
  terraformLock,
  baseImages,
  composeImages,
  kubernetesImages,
  chisel,
  bottlerocket,
  containerOptimized,
  snap,
  snapContents,
  nix,
  nixStore,
  homebrew,
  flatpak,
  spack,
  macApp,
  macports,
  netscaler,
  embeddedSbom,
  sbomDocument,
  versionCatalog,
  sbtLock,
  mavenInstall,
  bazelMaven,
  setuid,
  notablePrograms,
  accounts,
  packageCaches,
  secretNames,
  secretVariants,
  secretTexts,
  treeTexts,
];

/** What puts files together; a new one is a new file and one line here. */
export const joins: readonly Join[] = [
  aptOrigins,
  npmJoin,
  composerJoin,
  dotnetJoin,
  goSums,
  cargoFolder,
  pythonJoin,
  rangeJoin,
  rpmLogJoin,
  nixStoreJoin,
  requirementsJoin,
  pomJoin,
];

/** The analyzers that want a file of an image or a source tree, where none is given by name. */
export const wantedBy: (path: string, stat: FileStat) => readonly FileAnalyzer[] =
  compileDispatcher(analyzers.filter(({ finds }) => finds !== 'sbom'));
