import { chars, judgeKinds } from '../../../test/kit/credentials.ts';
import { jwtKinds } from './jwt.ts';

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (claims: object): string =>
  `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}.${chars(86)}`;

judgeKinds(jwtKinds, {
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
});
