import { callsOf, program } from './calls.ts';
import type { Call, Program } from './calls.ts';
import type { Argument } from './runs.ts';
import type { DockerfileView } from './view.ts';

/** A program that installs packages. */
export interface Manager {
  readonly program: Program;
  /** Its subcommands that install. */
  readonly installs: readonly string[];
  /** Whether a word asks for one version: a version, an address, a file, a folder. */
  readonly pinned: (word: Argument) => boolean;
}

/** Files and addresses hold one version of one thing. */
const aFile =
  /^(?:\.{0,2}\/|[a-z][a-z0-9+.-]*:\/\/|git@|file:)|\.(?:deb|rpm|apk|whl|tgz|zip|gem|tar\.gz)$/;

const manager = (names: Program, installs: string, version: RegExp): Manager => ({
  program: names,
  installs: installs.split(' '),
  pinned: ({ text }) => aFile.test(text) || version.test(text),
});

/** apt-get, and the two that take the same words. */
export const aptGet: Manager = manager(
  program(
    'apt-get apt aptitude',
    '-o --option -t --target-release --default-release -c --config-file -a --host-architecture',
  ),
  'install',
  /[=/]./,
);

/** Alpine's apk. */
export const apk: Manager = manager(
  program(
    'apk',
    '-t --virtual -X --repository -p --root --keys-dir --repositories-file --arch --wait',
  ),
  'add',
  /[=<>~@]./,
);

/** dnf and microdnf; `name-1.2`, a group (`@name`) is none of one version. */
export const dnf: Manager = manager(
  program(
    'dnf dnf5 microdnf tdnf',
    '-c --config -x --exclude --installroot --releasever --setopt --enablerepo --disablerepo --repo',
  ),
  'install localinstall groupinstall',
  /-\d/,
);

/** yum, and what it installs by file. */
export const yum: Manager = manager(
  program(
    'yum',
    '-c --config -x --exclude --installroot --releasever --setopt --enablerepo --disablerepo',
  ),
  'install localinstall groupinstall',
  /-\d/,
);

/** zypper. */
export const zypper: Manager = manager(
  program('zypper', '-R --root -C --config -r --repo --from -t --type -p --plus-repo'),
  'install in',
  /[=<>]./,
);

/** pip, also as `python -m pip`. */
export const pip: Manager = manager(
  program(
    'pip pip2 pip3',
    '-r --requirement -c --constraint -i --index-url --extra-index-url -f --find-links -t --target --prefix --root --src --platform --python-version --implementation --abi --trusted-host --proxy --cert --timeout --retries --cache-dir --progress-bar --only-binary --no-binary --log --global-option --install-option --config-settings -C --python',
  ),
  'install',
  /[=<>~@]|^\.|^[\w./-][\w.-]*\/[\w./-]*(?:\[.*\])?$/,
);

/** npm. */
export const npm: Manager = manager(
  program(
    'npm',
    '--registry --prefix -C --cache --loglevel --omit --include -w --workspace --userconfig --globalconfig',
  ),
  'install i add ci',
  /.@|^[\w.-]+\/[\w.-]+|^git\+/,
);

/** RubyGems. */
export const gem: Manager = manager(
  program(
    'gem',
    '-i --install-dir -n --bindir --platform -s --source -v --version -P --trust-policy -p --http-proxy --document -g --file',
  ),
  'install i',
  /:\d/,
);

/** The go command. */
export const goTool: Manager = manager(
  program('go', '-ldflags -tags -mod -modfile -o -p -gcflags -asmflags'),
  'install get',
  /@(?!latest$)|^(?:all|\.|cmd|std|tool)$|^[^./]+(?:\/|$)/,
);

/** yarn. */
export const yarn: Manager = manager(
  program('yarn', '--cwd --modules-folder --registry'),
  'install add global',
  /.@/,
);

/** The calls of a manager that install. */
export function installsOf(
  view: DockerfileView,
  { program: names, installs }: Manager,
): readonly Call[] {
  return callsOf(view, names, ...installs);
}
