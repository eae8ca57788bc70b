import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSecretFile, secretFile, secretFiles } from './index.ts';

/** Path and the row that knows it. */
const telling: readonly (readonly [string, string])[] = [
  ['root/.ssh/id_rsa', 'ssh-private-key'],
  ['id_ed25519', 'ssh-private-key'],
  ['etc/ssh/ssh_host_ed25519_key', 'ssh-private-key'],
  ['deploy/id_rsa.prod', 'ssh-private-key'],
  ['certs/server.key', 'private-key'],
  ['certs/server.pem', 'private-key'],
  ['C:\\keys\\me.ppk', 'private-key'],
  ['app/store.P12', 'key-store'],
  ['app/.env', 'environment'],
  ['.env.production', 'environment'],
  ['home/me/.aws/credentials', 'cloud-credentials'],
  ['gcloud-service-account.json', 'cloud-credentials'],
  ['kubeconfig', 'kubeconfig'],
  ['root/.kube/config', 'kubeconfig'],
  ['.npmrc', 'registry-credentials'],
  ['root/.docker/config.json', 'registry-credentials'],
  ['.netrc', 'login'],
  ['.git-credentials', 'login'],
  ['etc/shadow', 'system-passwords'],
  ['config/master.key', 'private-key'],
  ['secrets.yaml', 'secrets'],
  ['infra/terraform.tfstate', 'secrets'],
];

const innocent = [
  'root/.ssh/id_rsa.pub',
  'id_ed25519.pub',
  'known_hosts',
  'etc/ssh/ssh_config',
  'ssh_host_rsa_key.pub',
  'src/id_rsa_test.go',
  'etc/ssl/certs/ca-certificates.crt',
  'etc/ssl/cert.pem',
  'ca-bundle.pem',
  'fullchain.pem',
  'certifi/cacert.pem',
  'ca.pem',
  'dhparam.pem',
  'tls/public.pem',
  'server-cert.pem',
  'root.pem',
  'a1b2c3d4.pem',
  'key',
  'keys.ts',
  'src/key.ts',
  'monkey.txt',
  '.env.example',
  '.env.sample',
  '.env.template',
  'environment.ts',
  'env',
  'dotenv.js',
  '.envoy',
  'env.d.ts',
  'aws/credentials.ts',
  'src/credentials.go',
  'config.json',
  'app/config',
  'docker/config.json.md',
  'kube.config.ts',
  'npmrc.md',
  'netrc.5',
  'usr/share/man/shadow',
  'login.defs',
  'usr/sbin/htpasswd2',
  'secrets.example.yaml',
  'secrets.ts',
  'secrets.sops.yaml',
  'terraform.tf',
  'src/secret/index.ts',
  '.pem',
  '.key',
  '',
];

test('isSecretFile knows files that hold credentials by name', () => {
  for (const [path, id] of telling) assert.equal(secretFile(path)?.id, id, path);
  for (const path of innocent) assert.equal(isSecretFile(path), false, path);
  assert.ok(innocent.length >= 2 * telling.length);
});

test('every row is known by at least one path, and named in both languages', () => {
  const seen = new Set(telling.map(([, id]) => id));
  for (const { id, title } of secretFiles) {
    assert.ok(seen.has(id), id);
    assert.ok(title.en.length > 3 && title['zh-CN'].length >= 2, id);
  }
});
