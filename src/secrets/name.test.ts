import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSecretName } from './index.ts';

const telling = [
  'PASSWORD',
  'DB_PASSWORD',
  'MYSQL_ROOT_PASSWORD',
  'POSTGRES_PASSWD',
  'API_KEY',
  'APIKEY',
  'AUTH_TOKEN',
  'GITHUB_TOKEN',
  'AWS_SECRET_ACCESS_KEY',
  'SECRET',
  'CLIENT_SECRET',
  'APP_KEY',
  'KEY',
  'PGPASSWORD_PWORD',
  'GOOGLE_CREDENTIALS',
  'NPM_AUTH',
  'db-password',
  'dbPassword',
  'redis.password',
  'SSH_PRIVATE_KEY',
  'token',
];

/** Twice as many; the first rows are complaints that users of substring matching filed. */
const innocent = [
  'PASSENGER_APP_ENV',
  'BYPASS',
  'KEYBOARD',
  'MONKEY',
  'COMPASS_VERSION',
  'ACCESS_LOG',
  'AUTHOR',
  'TOKENIZERS_PARALLELISM',
  'KEYCLOAK_VERSION',
  'SECRETARIAT',
  'PUBLIC_KEY',
  'SSH_PUBLIC_KEY',
  'GPG_KEY',
  'GPG_KEYS',
  'NGINX_GPGKEY',
  'KEYRING_PATH',
  'PASSWORD_FILE',
  'POSTGRES_PASSWORD_FILE',
  'SECRET_NAME',
  'TOKEN_URL',
  'AUTH_TYPE',
  'AUTH_ENABLED',
  'TOKEN_TTL',
  'PASSWORD_MIN_LENGTH',
  'password_encryption',
  'KEY_ID',
  'KEYS',
  'PATH',
  'HOME',
  'NODE_ENV',
  'JAVA_HOME',
  'PASSTHROUGH',
  'AUTHENTICATE',
  'OAUTH2',
  'TOKENS',
  'SSL_CERT_DIR',
  'KEYSPACE',
  'SECRETS',
  'HOTKEYS',
  'AUTHORIZED_HOSTS',
  '',
  '_',
  'AUTH_PROVIDER',
];

test('isSecretName takes whole words that say credential', () => {
  for (const name of telling) assert.equal(isSecretName(name), true, name);
  for (const name of innocent) assert.equal(isSecretName(name), false, name);
  assert.ok(innocent.length >= 2 * telling.length);
});

test('isSecretName looks at a bounded part of a name', () => {
  assert.equal(isSecretName(`${'A'.repeat(1_000_000)}_PASSWORD`), false);
});
