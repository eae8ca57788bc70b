import { judgeKinds } from '../../../test/kit/credentials.ts';
import { urlKinds } from './urls.ts';

judgeKinds(urlKinds, {
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
});
