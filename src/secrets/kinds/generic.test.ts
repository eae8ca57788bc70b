import { chars, judgeKinds } from '../../../test/kit/credentials.ts';
import { genericKinds } from './generic.ts';

judgeKinds(genericKinds, {
  'generic-credential': {
    fires: [
      'DB_PASSWORD=h4rbour-Side',
      'password: "Tr0ub4dor&3"',
      `api_key = "${chars(24)}"`,
      `"clientSecret": "${chars(32)}"`,
    ],
    silent: [
      // A run of letters that one pattern for words parts in a billion ways.
      `secret_access_key = ${'ab'.repeat(50)}9`,
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
});
