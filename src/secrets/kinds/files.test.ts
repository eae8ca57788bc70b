import { chars, judgeKinds, uuid } from '../../../test/kit/credentials.ts';
import { fileKinds } from './files.ts';

judgeKinds(fileKinds, {
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
      "return f'machine {host}{path} login {self.user} password {self.word}'",
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
});
