import type { Text } from '../model/index.ts';

/** Files that hold credentials, known by name. */
export interface SecretFile {
  readonly id: string;
  readonly title: Text;
  /** The last part of the path, in small letters. */
  readonly names?: readonly string[];
  /** Ends of the whole path, in small letters, from a slash or the start on. */
  readonly paths?: readonly string[];
  /** Ends of the last part. */
  readonly endings?: readonly string[];
  /** For what names and endings cannot say. */
  readonly pattern?: RegExp;
  /** Names that look alike and hold none. */
  readonly except?: RegExp;
}

/** Every file name that `secretFile` knows. */
export const secretFiles: readonly SecretFile[] = [
  {
    id: 'ssh-private-key',
    title: { en: 'private key of SSH', 'zh-CN': 'SSH 私钥' },
    names: [
      'id_rsa',
      'id_dsa',
      'id_ecdsa',
      'id_ed25519',
      'id_ecdsa_sk',
      'id_ed25519_sk',
      'identity',
    ],
    pattern: /^(?:ssh_host_[a-z0-9]{2,10}_key|id_rsa[._-][a-z0-9_-]{1,40})$/,
    except: /\.pub$|^id_rsa[._-]pub$/,
  },
  {
    id: 'private-key',
    title: { en: 'private key', 'zh-CN': '私钥' },
    endings: ['.key', '.pem', '.ppk', '.pk8', '.pvk'],
    // Authorities' and public certificates lie in many images as they should.
    except:
      /(?:^|[._-])(?:pub|public|cert|certs|certificate|chain|fullchain|ca|cacert|cacerts|root|roots|bundle|dhparam|dhparams|csr|crl)(?=[._-]|$)|ca-bundle|tls-ca|^(?:[0-9a-f]{8})\.pem$/,
  },
  {
    id: 'key-store',
    title: { en: 'key store', 'zh-CN': '密钥库' },
    endings: ['.p12', '.pfx', '.jks', '.keystore', '.kdbx', '.keychain', '.pkcs12', '.bcfks'],
    except: /^debug\.keystore$/,
  },
  {
    id: 'environment',
    title: { en: 'environment file', 'zh-CN': '环境变量文件' },
    names: ['.env', '.envrc'],
    pattern: /^\.env\.[a-z0-9_.-]{1,60}$/,
    except:
      /(?:^|[._-])(?:example|examples|sample|template|tmpl|tpl|dist|schema|defaults?|ci-example)(?=[._-]|$)/,
  },
  {
    id: 'cloud-credentials',
    title: { en: 'credentials of a cloud', 'zh-CN': '云平台凭据' },
    names: [
      'application_default_credentials.json',
      'accesstokens.json',
      'credentials.json',
      'service-account.json',
      'service_account.json',
      'serviceaccount.json',
      '.boto',
      '.s3cfg',
      '.ossutilconfig',
      '.passwd-s3fs',
    ],
    paths: [
      '.aws/credentials',
      '.aws/config',
      '.aliyun/config.json',
      '.oci/config',
      '.config/gcloud/credentials.db',
    ],
    pattern:
      /^(?:gcp|gcloud|google|firebase)[a-z0-9_-]{0,40}(?:key|credentials?|service-?account)[a-z0-9_-]{0,20}\.json$/,
  },
  {
    id: 'kubeconfig',
    title: { en: 'credentials of a Kubernetes cluster', 'zh-CN': 'Kubernetes 集群凭据' },
    names: ['kubeconfig', 'kubeconfig.yaml', 'kubeconfig.yml', '.kubeconfig'],
    paths: ['.kube/config', 'etc/kubernetes/admin.conf', 'etc/rancher/k3s/k3s.yaml'],
    endings: ['.kubeconfig'],
  },
  {
    id: 'registry-credentials',
    title: { en: 'credentials of a package or image registry', 'zh-CN': '软件包或镜像仓库凭据' },
    names: [
      '.npmrc',
      '.yarnrc.yml',
      '.pypirc',
      '.dockercfg',
      '.dockerconfigjson',
      '.nuget.config',
      'settings-security.xml',
    ],
    paths: [
      '.docker/config.json',
      'containers/auth.json',
      '.gem/credentials',
      '.cargo/credentials',
      '.cargo/credentials.toml',
      '.composer/auth.json',
      '.m2/settings.xml',
      '.gradle/gradle.properties',
      '.config/helm/registry.json',
    ],
  },
  {
    id: 'login',
    title: { en: 'stored login', 'zh-CN': '已保存的登录凭据' },
    names: [
      '.netrc',
      '_netrc',
      '.git-credentials',
      '.pgpass',
      '.my.cnf',
      '.mylogin.cnf',
      '.htpasswd',
      'htpasswd',
      '.vault-token',
      '.rediscli_auth',
      '.smbcredentials',
    ],
    paths: ['.config/gh/hosts.yml', '.config/hub', '.config/glab-cli/config.yml'],
  },
  {
    id: 'system-passwords',
    title: { en: "the system's password hashes", 'zh-CN': '系统密码哈希' },
    paths: ['etc/shadow', 'etc/gshadow', 'etc/master.passwd'],
  },
  {
    id: 'secrets',
    title: { en: 'file of secrets', 'zh-CN': '机密文件' },
    names: ['master.key', '.terraformrc', 'terraform.rc'],
    endings: ['.tfstate', '.tfstate.backup'],
    pattern: /^\.?secrets?(?:[._-][a-z0-9]{1,20})?\.(?:json|ya?ml|toml|env|txt|ini|properties)$/,
    except: /(?:^|[._-])(?:example|sample|template|dist|schema|enc|sops|sealed)(?=[._-]|$)/,
  },
];

/** The row that knows a path, if one does. Only the name is looked at; the case does not matter. */
export function secretFile(path: string): SecretFile | undefined {
  const whole = path.replaceAll('\\', '/').toLowerCase();
  const name = whole.slice(whole.lastIndexOf('/') + 1);
  return secretFiles.find((row) => {
    if (row.except?.test(name) === true && !endsIn(row.paths, whole)) return false;
    return (
      row.names?.includes(name) === true ||
      row.endings?.some((ending) => name.length > ending.length && name.endsWith(ending)) ===
        true ||
      row.pattern?.test(name) === true ||
      endsIn(row.paths, whole)
    );
  });
}

/** True when a file of this name is expected to hold credentials. */
export function isSecretFile(path: string): boolean {
  return secretFile(path) !== undefined;
}

function endsIn(paths: readonly string[] | undefined, whole: string): boolean {
  return paths?.some((path) => whole === path || whole.endsWith(`/${path}`)) === true;
}
