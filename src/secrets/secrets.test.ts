import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { test } from 'node:test';
import { fuzz, random } from '../../test/kit/fuzz.ts';
import { base62Of } from './checksum.ts';
import { findSecrets, isPlaceholder, isReference, redact, secretKinds } from './index.ts';

const next = random(7);
const alphabets = {
  base62: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  letters: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
  small: 'abcdefghijklmnopqrstuvwxyz0123456789',
  capitals: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  base32: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  hex: '0123456789abcdef',
  digits: '0123456789',
};

/** Characters by chance, the same on every run: no file of this repository holds a credential in one piece. */
function chars(length: number, alphabet: keyof typeof alphabets = 'base62'): string {
  const from = alphabets[alphabet];
  return Array.from({ length }, () => from.charAt(Math.floor(next() * from.length))).join('');
}

const uuid = (): string => [8, 4, 4, 4, 12].map((length) => chars(length, 'hex')).join('-');

function withCrc(prefix: string): string {
  const body = chars(30);
  return `${prefix}${body}${base62Of(crc32(body))}`;
}

function grafana(): string {
  const head = `glsa_${chars(32)}`;
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(crc32(head) >>> 0);
  return `${head}_${sum.toString('hex')}`;
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (claims: object): string =>
  `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}.${chars(86)}`;

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
const sec1 = privateKey.export({ type: 'sec1', format: 'pem' });
const lockedPem = privateKey.export({
  type: 'pkcs8',
  format: 'pem',
  cipher: 'aes-256-cbc',
  passphrase: 'x',
});
const publicPem = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' });

/** A file as ssh-keygen writes it, with chance where the key is. */
function openssh(cipher: string): string {
  const text = (value: string): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(value.length);
    return Buffer.concat([length, Buffer.from(value, 'latin1')]);
  };
  const bytes = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    text(cipher),
    text(cipher === 'none' ? 'none' : 'bcrypt'),
    text(chars(200)),
  ]);
  const lines = bytes.toString('base64').replaceAll(/.{70}/g, '$&\n');
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

function putty(cipher: string): string {
  return [
    'PuTTY-User-Key-File-3: ssh-ed25519',
    `Encryption: ${cipher}`,
    'Comment: a key',
    'Public-Lines: 2',
    chars(64),
    chars(16),
    'Private-Lines: 1',
    chars(64),
    `Private-MAC: ${chars(64, 'hex')}`,
  ].join('\n');
}

/** Bech32 as BIP 173 writes it, with the checksum found by trial of the reference algorithm. */
function age(): string {
  const letters = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
  const data = Array.from({ length: 52 }, () => Math.floor(next() * 32));
  const prefix = 'age-secret-key-';
  const expanded = [
    ...Array.from(prefix, (letter) => letter.charCodeAt(0) >> 5),
    0,
    ...Array.from(prefix, (letter) => letter.charCodeAt(0) & 31),
  ];
  let sum = 1;
  for (const value of [...expanded, ...data, 0, 0, 0, 0, 0, 0]) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    for (const [bit, generator] of [
      0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3,
    ].entries())
      if ((top >> bit) & 1) sum ^= generator;
  }
  sum ^= 1;
  const checksum = Array.from({ length: 6 }, (_, at) => (sum >>> (5 * (5 - at))) & 31);
  return `${prefix}1${[...data, ...checksum].map((value) => letters.charAt(value)).join('')}`.toUpperCase();
}

interface Samples {
  readonly path?: string;
  readonly fires: readonly string[];
  readonly silent: readonly string[];
}

/** Texts that a kind must find, and at least twice as many that look alike and hold nothing of it. */
const samples: Readonly<Record<string, Samples>> = {
  'gcp-service-account': {
    fires: [
      JSON.stringify({
        type: 'service_account',
        private_key_id: chars(40, 'hex'),
        private_key: pem,
      }),
    ],
    silent: [
      JSON.stringify({
        type: 'service_account',
        private_key_id: chars(40, 'hex'),
        private_key: '${KEY}',
      }),
      JSON.stringify({
        private_key_id: chars(40, 'hex'),
        client_email: 'a@b.iam.gserviceaccount.com',
      }),
    ],
  },
  'private-key': {
    fires: [pem, sec1, JSON.stringify({ key: pem })],
    silent: [
      publicPem,
      pem.replaceAll('PRIVATE KEY', 'CERTIFICATE'),
      '-----BEGIN PRIVATE KEY-----',
      '-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----',
      `-----BEGIN RSA PRIVATE KEY-----\n${'MIIx'.repeat(40)}\n-----END RSA PRIVATE KEY-----`,
      'const header = "-----BEGIN PRIVATE KEY-----"; const footer = "-----END PRIVATE KEY-----";',
    ],
  },
  'openssh-private-key': {
    fires: [openssh('none')],
    silent: [openssh('aes256-ctr'), `ssh-ed25519 ${chars(68)} a@b`],
  },
  'encrypted-private-key': {
    fires: [lockedPem, openssh('aes256-ctr')],
    silent: [pem, openssh('none'), '-----BEGIN ENCRYPTED PRIVATE KEY-----', publicPem],
  },
  'pgp-private-key': {
    fires: [
      `-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: GnuPG v2\n\n${chars(300)}\n=${chars(4)}\n-----END PGP PRIVATE KEY BLOCK-----`,
    ],
    silent: [
      `-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n${chars(300)}\n-----END PGP PUBLIC KEY BLOCK-----`,
      `-----BEGIN PGP SIGNATURE-----\n\n${chars(300)}\n-----END PGP SIGNATURE-----`,
    ],
  },
  'putty-private-key': {
    fires: [putty('none'), putty('aes256-cbc').replaceAll('\n', '\r\n')],
    silent: [
      'PuTTY-User-Key-File-2: ssh-rsa',
      putty('none').replace('Private-Lines', 'Other-Lines'),
      'PuTTY',
      'Private-Lines: 8',
    ],
  },
  'age-secret-key': {
    fires: [age()],
    silent: [`AGE-SECRET-KEY-1${'Q'.repeat(58)}`, `age1${chars(58, 'small')}`],
  },
  'kubeconfig-client-key': {
    fires: [`    client-key-data: ${Buffer.from(pem).toString('base64')}`],
    silent: [
      `    client-certificate-data: ${Buffer.from(publicPem).toString('base64')}`,
      '    client-key-data: REDACTED',
    ],
  },
  'aws-access-key-id': {
    fires: [`AKIA${chars(16, 'base32')}`, `aws_access_key_id=ASIA${chars(16, 'base32')}`],
    silent: [
      'AKIAIOSFODNN7EXAMPLE',
      'AKIAXXXXXXXXXXXXXXXX',
      `xAKIA${chars(16, 'base32')}`,
      `AKIA${chars(20, 'base32')}`,
    ],
  },
  'aws-secret-access-key': {
    fires: [`aws_secret_access_key = ${chars(40)}`, `"SecretAccessKey": "${chars(40)}"`],
    silent: [
      'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      'aws_secret_access_key = ${SECRET}',
      `secret_access_key = ${'ab'.repeat(20)}`,
      `aws_secret_access_key_hash = ${chars(64, 'hex')}`,
    ],
  },
  'azure-storage-key': {
    fires: [
      `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${chars(86)}==;EndpointSuffix=core.windows.net`,
    ],
    silent: [
      'AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==',
      'AccountKey=<key>',
    ],
  },
  'azure-client-secret': {
    fires: [`AZURE_CLIENT_SECRET=${chars(3)}8Q~${chars(34)}`],
    silent: [`${chars(3)}8Q~${chars(10)}`, `a8Q~${chars(34)}${chars(40)}`],
  },
  'gcp-api-key': {
    fires: [`AIza${chars(35)}`],
    silent: [`AIza${'x'.repeat(35)}`, `AIza${chars(34)}`],
  },
  'gcp-oauth-client-secret': {
    fires: [`GOCSPX-${chars(28)}`],
    silent: [`GOCSPX-${chars(20)}`, `GOCSPX-${'0'.repeat(28)}`],
  },
  'alibaba-access-key-id': {
    fires: [`LTAI${chars(20)}`],
    silent: ['LTAI', `LTAI${'a'.repeat(20)}`],
  },
  'tencent-secret-id': {
    fires: [`AKID${chars(32)}`],
    silent: [`AKID${chars(12)}`, `AKID${'z'.repeat(32)}`],
  },
  'digitalocean-token': {
    fires: [`dop_v1_${chars(64, 'hex')}`],
    silent: [`dop_v1_${chars(63, 'hex')}`, `dop_v1_${'0'.repeat(64)}`],
  },
  'vault-token': {
    fires: [`hvs.${chars(90)}`],
    silent: ['hvs.token', `hvs.${'a'.repeat(90)}`],
  },
  'terraform-cloud-token': {
    fires: [`${chars(14)}.atlasv1.${chars(67)}`],
    silent: [`.atlasv1.${chars(67)}`, `${chars(14)}.atlasv1.short`],
  },
  'github-token': {
    fires: [withCrc('ghp_'), `https://${withCrc('ghs_')}@github.com/a/b`],
    silent: [
      `ghp_${chars(36)}`,
      `ghp_${'x'.repeat(36)}`,
      `${withCrc('ghp_')}0`,
      `ghp_${chars(30)}`,
    ],
  },
  'github-fine-grained-token': {
    fires: [`github_pat_${chars(22)}_${chars(59)}`],
    silent: [`github_pat_${chars(22)}`, `github_pat_${'1'.repeat(22)}_${'1'.repeat(59)}`],
  },
  'gitlab-token': {
    fires: [`glpat-${chars(20)}`, `GITLAB=glrt-${chars(20)}`],
    silent: [
      'glpat-xxxxxxxxxxxxxxxxxxxx',
      'glpat-short',
      'glpat-<your_access_token>',
      `glabc-${chars(20)}`,
    ],
  },
  'atlassian-token': {
    fires: [`ATBB${chars(24)}${chars(8, 'hex').toUpperCase()}`, `ATATT3x${chars(180)}`],
    silent: [`ATBB${chars(12)}`, `ATATT3x${chars(20)}`, 'ATBB', 'BATBB'],
  },
  'npm-token': {
    fires: [withCrc('npm_')],
    silent: [`npm_${chars(36)}`, 'npm_config_registry=https://a', 'npm_package_name'],
  },
  'pypi-token': {
    fires: [`pypi-AgEIcHlwaS5vcmc${chars(150)}`],
    silent: [`pypi-AgEIcHlwaS5vcmc${chars(10)}`, `pypi-${chars(150)}`],
  },
  'rubygems-key': {
    fires: [`rubygems_${chars(48, 'hex')}`],
    silent: ['rubygems_version', `rubygems_${chars(40, 'hex')}`],
  },
  'nuget-key': {
    fires: [`oy2${chars(43, 'small')}`],
    silent: [`oy2${'a'.repeat(43)}`, `toy2${chars(43, 'small')}`],
  },
  'crates-io-token': {
    fires: [`cio${chars(32)}`],
    silent: ['ciochanges', `cio${'b'.repeat(32)}`],
  },
  'docker-hub-token': {
    fires: [`docker login -u a -p dckr_pat_${chars(27)}`, `dckr_oat_${chars(32)}`],
    silent: ['dckr_pat_short', `dckr_pat_${'x'.repeat(27)}`, `dckr_pat_${chars(40)}`, 'dckr_pat_'],
  },
  'stripe-key': {
    fires: [`sk_live_${chars(24)}`],
    silent: [`sk_test_${chars(24)}`, `pk_live_${chars(24)}`],
  },
  'sendgrid-key': {
    fires: [`SG.${chars(22)}.${chars(43)}`],
    silent: [`SG.${chars(22)}`, `MSG.${chars(22)}.${chars(43)}`],
  },
  'openai-key': {
    fires: [`sk-proj-${chars(74)}T3BlbkFJ${chars(74)}`, `sk-${chars(20)}T3BlbkFJ${chars(20)}`],
    silent: [
      'T3BlbkFJ',
      `sk-${chars(48)}`,
      `${chars(40)}T3BlbkFJ${chars(20)}`,
      'sk-xxxxxxxxxxxxxxxxxxxxT3BlbkFJxxxxxxxxxxxxxxxxxxxx',
    ],
  },
  'anthropic-key': {
    fires: [`sk-ant-api03-${chars(93)}AA`],
    silent: ['sk-ant-api03-...', `sk-ant-${chars(95)}`],
  },
  'hugging-face-token': {
    fires: [`hf_${chars(34, 'letters')}`],
    silent: ['hf_hub_download', `hf_${'x'.repeat(34)}`],
  },
  'grafana-token': {
    fires: [grafana()],
    silent: [`glsa_${chars(20)}`, `glsa_${'a'.repeat(32)}_00000000`],
  },
  'shopify-token': {
    fires: [`shpat_${chars(32, 'hex')}`],
    silent: [`shpat_${chars(31, 'hex')}`, `shpat_${'0'.repeat(32)}`],
  },
  'slack-token': {
    fires: [`xoxb-${chars(12, 'digits')}-${chars(12, 'digits')}-${chars(24)}`],
    silent: ['xoxb-your-token-goes-here-please', `xoxb-${chars(10)}`],
  },
  'slack-webhook': {
    fires: [
      `https://hooks.slack.com/services/T${chars(8, 'capitals')}/B${chars(8, 'capitals')}/${chars(24)}`,
    ],
    silent: [
      'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX',
      'https://hooks.slack.com/services/',
    ],
  },
  'discord-webhook': {
    fires: [`https://discord.com/api/webhooks/${chars(18, 'digits')}/${chars(68)}`],
    silent: [
      'https://discord.com/api/webhooks/{id}/{token}',
      'https://discord.com/developers/docs',
    ],
  },
  'teams-webhook': {
    fires: [
      `https://contoso.webhook.office.com/webhookb2/${uuid()}@${uuid()}/IncomingWebhook/${chars(32, 'hex')}/${uuid()}`,
    ],
    silent: [
      'https://contoso.webhook.office.com/webhookb2/',
      'https://contoso.webhook.office.com/webhookb2/xxx@yyy/IncomingWebhook/zzz',
    ],
  },
  'telegram-token': {
    fires: [
      `https://api.telegram.org/bot${chars(10, 'digits').replace(/^0/, '1')}:AA${chars(33)}/getMe`,
    ],
    silent: [':AAAA', `12:AA${chars(33)}`],
  },
  'dingtalk-webhook': {
    fires: [`https://oapi.dingtalk.com/robot/send?access_token=${chars(64, 'hex')}`],
    silent: [
      'https://oapi.dingtalk.com/robot/send?access_token=XXXXXX',
      `https://oapi.dingtalk.com/robot/send?access_token=${'0'.repeat(64)}`,
    ],
  },
  'wecom-webhook': {
    fires: [`https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=${uuid()}`],
    silent: [
      'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=KEY',
      'https://qyapi.weixin.qq.com/cgi-bin/gettoken',
    ],
  },
  'lark-webhook': {
    fires: [`https://open.feishu.cn/open-apis/bot/v2/hook/${uuid()}`],
    silent: [
      'https://open.feishu.cn/open-apis/bot/v2/hook/xxxxxxxxxxxxxxxxx',
      'https://open.feishu.cn/document',
    ],
  },
  'kubernetes-service-account-token': {
    fires: [
      jwt({ iss: 'kubernetes/serviceaccount', sub: 'system:serviceaccount:default:app' }),
      jwt({
        iss: 'https://kubernetes.default.svc.cluster.local',
        sub: 'system:serviceaccount:a:b',
      }),
    ],
    silent: [
      jwt({ iss: 'https://login.test' }),
      encode({ alg: 'none' }),
      'kubernetes/serviceaccount',
      '.eyJ',
    ],
  },
  jwt: {
    fires: [jwt({ sub: 'a', iat: 1 })],
    silent: [
      'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIn0.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c',
      `${encode({ typ: 'x' })}.${encode({ a: 1 })}.${chars(86)}`,
      `${encode({ alg: 'RS256' })}.eyJ${chars(40)}.${chars(86)}`,
    ],
  },
  'docker-config-auth': {
    fires: [
      `{"auths":{"r.test":{"auth": "${Buffer.from(`robot:${chars(20)}`).toString('base64')}"}}}`,
    ],
    silent: [
      '{"auths":{"r.test":{"auth": ""}}}',
      `{"auth": "${chars(40)}"}`,
      `{"auth": "${Buffer.from('user:changeme').toString('base64')}"}`,
    ],
  },
  'npmrc-auth': {
    path: 'app/.npmrc',
    fires: [`//r.test/:_authToken=${uuid()}`, `//r.test/:_password=${chars(16)}`],
    silent: [
      '//r.test/:_authToken=${NPM_TOKEN}',
      '//r.test/:always-auth=true',
      '_auth=',
      'registry=https://r.test',
    ],
  },
  'pypirc-password': {
    path: '.pypirc',
    fires: [`[pypi]\nusername = a\npassword = ${chars(9)}`],
    silent: ['[pypi]\nusername = __token__', '[pypi]\npassword = <your token>'],
  },
  'netrc-password': {
    fires: [
      `machine api.test login me password ${chars(9)}`,
      `machine api.test\n  login me\n  password ${chars(9)}`,
    ],
    silent: [
      'machine api.test login me',
      'the machine has a login and a password',
      'machine a login b password $PASS',
      'machine learning',
    ],
  },
  'pgpass-password': {
    path: 'root/.pgpass',
    fires: [`db.test:5432:app:me:${chars(9)}`],
    silent: ['#hostname:port:database:username:password', 'db.test:5432:app:me:', 'db.test:5432'],
  },
  htpasswd: {
    fires: [`admin:$apr1$${chars(8)}$${chars(22)}`, `admin:$2y$05$${chars(53)}`],
    silent: ['admin:$apr1$', 'admin:{SHA}', `admin:$2y$05$${chars(20)}`, 'price:$2y'],
  },
  'password-hash': {
    fires: [
      `root:$6$${chars(16)}$${chars(86)}:19000:0:99999:7:::`,
      `root:$y$j9T$${chars(22)}$${chars(43)}:1::`,
    ],
    silent: [
      'root:*:19000:0:99999:7:::',
      'root:!:19000::::::',
      'root:x:0:0:root:/root:/bin/bash',
      'a:$6$',
    ],
  },
  'database-url': {
    fires: [
      'postgres://app:h4rbour-Side@db:5432/app',
      'mysql+pymysql://root:admin@10.0.0.1/x',
      'redis://:s3cr3tRedis@cache:6379',
    ],
    silent: [
      'postgres://app:${DB_PASSWORD}@db/app',
      'postgres://app@db/app',
      'postgres://user:password@localhost/db',
      'postgres://app:<password>@db/app',
      'mongodb://db:27017/a',
      'postgres://app:abc@db.example.com/x',
    ],
  },
  'basic-auth-url': {
    fires: ['RUN pip install --index-url https://ci:h4rbourSide@pypi.corp.test2/simple x'],
    silent: [
      'https://user:pass@host/',
      'https://a.test/b@c',
      'git+ssh://git@github.com/a/b.git',
      'https://ci:$TOKEN@git.corp/x',
      'http://[::1]:8080/@x',
    ],
  },
  'generic-credential': {
    fires: [
      'DB_PASSWORD=h4rbour-Side',
      'password: "Tr0ub4dor&3"',
      `api_key = "${chars(24)}"`,
      `"clientSecret": "${chars(32)}"`,
    ],
    silent: [
      'DB_PASSWORD=${DB_PASSWORD}',
      'DB_PASSWORD=changeme',
      'password = getPassword()',
      'const token = request.headers.token;',
      'PASSWORD_FILE=/run/secrets/db_1',
      'KEYBOARD_LAYOUT=de-latin1-nodeadkeys',
      'MONKEY=ba7c1f04e6bd51a2',
      'next_token: "a1b2c3d4e5f6g7h8i9"',
      '"token": "identifier"',
      'the password: it is secret',
      `GPG_KEY=${chars(40, 'hex').toUpperCase()}`,
      `PUBLIC_KEY="${chars(40)}"`,
      'sort_key = "created_at_2024"',
      'token_url: "https://login.test/oauth2/v2.0/token"',
    ],
  },
};

for (const kind of secretKinds) {
  test(`${kind.id} finds what it is for, in text and in bytes, and nothing that looks alike`, () => {
    const rows = samples[kind.id];
    assert.ok(rows, `samples for ${kind.id}`);
    const context = rows.path === undefined ? {} : { path: rows.path };
    assert.ok(rows.silent.length >= 2 * Math.min(rows.fires.length, 7) || rows.silent.length >= 6);
    for (const text of rows.fires) {
      const found = findSecrets(text, context);
      assert.ok(
        found.some((match) => match.kind === kind),
        `${text} → ${found.map((match) => match.kind.id).join()}`,
      );
      const bytes = findSecrets(Buffer.from(text), context);
      assert.deepEqual(bytes, found, 'ASCII text is its bytes');
      for (const { range, redacted } of found) {
        const secret = text.slice(...range);
        assert.ok(!redacted.includes(secret), `${redacted} shows all`);
        const shown = redacted.replaceAll(/-----BEGIN [A-Z ]+-----|PuTTY-User-Key-File|\*|\s/g, '');
        assert.ok(shown.length * 4 <= secret.length, `${redacted} shows too much`);
      }
    }
    for (const text of rows.silent) {
      const found = findSecrets(text, context).filter((match) => match.kind === kind);
      assert.deepEqual(found, [], text);
    }
  });
}

test('every pattern is sticky, bounded and has a value', () => {
  for (const { id, pattern, keywords } of secretKinds) {
    assert.equal(pattern.flags.includes('y') && pattern.flags.includes('d'), true, id);
    const outside = pattern.source.replaceAll(/\\./g, '_').replaceAll(/\[[^\]]*\]/g, '_');
    assert.doesNotMatch(outside, /[*+]|\{\d+,\}/, `${id}: a quantifier without an upper bound`);
    // A repeated group that ends in a repetition can be cut in many ways.
    assert.doesNotMatch(
      outside,
      /[}?]\)\{\d+,(?:[7-9]|\d\d)/,
      `${id}: a repetition of repetitions`,
    );
    assert.match(pattern.source, /\(\?<value>/, id);
    for (const word of keywords) assert.match(word, /^[\x20-\x7e]{3,}$/, id);
  }
});

test('kinds are told apart by id, and named in both languages', () => {
  const ids = secretKinds.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  assert.ok(ids.length >= 30, `${ids.length} kinds`);
  assert.deepEqual(
    Object.keys(samples).filter((id) => !ids.includes(id)),
    [],
  );
  for (const { title } of secretKinds) assert.ok(title.en.length > 4 && title['zh-CN'].length > 2);
});

test('matches say line, column and range', () => {
  const token = withCrc('ghp_');
  const text = `first\n  TOKEN=${token} # é\nlast ${token}`;
  const found = findSecrets(text);
  assert.deepEqual(
    found.map(({ kind, line, column, range }) => ({
      id: kind.id,
      line,
      column,
      text: text.slice(...range),
    })),
    [
      { id: 'github-token', line: 2, column: 9, text: token },
      { id: 'github-token', line: 3, column: 6, text: token },
    ],
  );
  const bytes = Buffer.from(text);
  assert.deepEqual(
    findSecrets(bytes).map(({ range }) => bytes.subarray(...range).toString()),
    [token, token],
    'ranges of bytes count bytes',
  );
  const wide = Buffer.concat([
    Buffer.from([0xff, 0xfe]),
    Buffer.from(`a\nTOKEN=${token}`, 'utf16le'),
  ]);
  assert.deepEqual(
    findSecrets(wide).map(({ line, column }) => [line, column]),
    [[2, 7]],
  );
});

test('one text is found once, as the most telling kind', () => {
  const token = withCrc('ghp_');
  assert.deepEqual(
    findSecrets(`{"github_token": "${token}"}`).map(({ kind }) => kind.id),
    ['github-token'],
  );
  assert.deepEqual(
    findSecrets(
      `AWS_SECRET_ACCESS_KEY=${chars(40)}\nAWS_ACCESS_KEY_ID=AKIA${chars(16, 'base32')}`,
    ).map(({ kind }) => kind.id),
    ['aws-secret-access-key', 'aws-access-key-id'],
  );
});

test('placeholders and references are no credentials', () => {
  const fillers = [
    '',
    'changeme',
    'CHANGE_ME',
    'xxxx',
    '********',
    '<token>',
    'your-api-key',
    'null',
    '00000000',
    '12345678',
    'abcdefgh',
    'AKIAIOSFODNN7EXAMPLE',
    '""',
  ];
  for (const value of fillers) assert.equal(isPlaceholder(value), true, value);
  const references = [
    '${VAR}',
    '$VAR',
    '${VAR:-x}',
    '$(cat f)',
    '{{ .Values.x }}',
    '%TOKEN%',
    '@TOKEN@',
    '/run/secrets/x',
    'vault:secret/a#b',
    '${{ secrets.X }}',
  ];
  for (const value of references) {
    assert.equal(isReference(value), true, value);
    assert.equal(isPlaceholder(value), true, value);
  }
  for (const value of ['admin', 'h4rbour-Side', 'Tr0ub4dor&3', 'hunter2', 'p$ssw0rd'])
    assert.equal(isPlaceholder(value), false, value);
  for (const value of ['changeme', 'admin', 'a$b']) assert.equal(isReference(value), false, value);
});

test('what is shown of a credential is at most a quarter of it', () => {
  assert.equal(redact('hunter2'), '***');
  assert.equal(redact('a'.repeat(15)), '***');
  assert.equal(redact(`abcd${'-'.repeat(40)}wxyz`), 'abcd***wxyz');
  assert.equal(redact(pem), '-----BEGIN PRIVATE KEY----- ***');
});

test('too many in one file are refused', () => {
  const url = 'redis://:h4rbourSide@a ';
  assert.throws(() => findSecrets(url.repeat(10_001)), { code: 'LIMIT_SECRET_MATCHES' });
  assert.equal(findSecrets(url.repeat(9_999)).length, 9_999);
});

test('damaged files are read to the end, and what is shown never holds a whole credential', () => {
  const fixtures = Object.values(samples)
    .flatMap(({ fires, silent }) => [...fires, ...silent])
    .map((text) => Buffer.from(text));
  const paths = ['.npmrc', '.pypirc', '.pgpass', '.env', 'x'];
  let turn = 0;
  fuzz(fixtures, (bytes) => {
    const path = paths[(turn += 1) % paths.length] ?? 'x';
    for (const { range, redacted, line, column } of findSecrets(bytes, { path })) {
      assert.ok(range[1] > range[0] && range[1] <= bytes.length + 2 && line > 0 && column > 0);
      assert.ok(redacted.includes('***'));
    }
  });
});
