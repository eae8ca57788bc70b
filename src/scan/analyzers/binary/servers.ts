import { after, before } from './program.ts';
import type { Clue, Program } from './program.ts';

/** What stands beside Envoy's version in one release or another: constants have no fixed order. */
const envoyNeighbours: readonly string[] = [
  '. This configuration will be ',
  'RAWRR\0',
  'source/common/network/socket_',
  'Unable to convert YAML as JSON',
  'No recorded values',
  'RELEASE\0{}/{}/{}/{}',
  'Extract called on empty buffer',
  'envoy/extensions/network/socket_interface',
  'envoy/extensions/network/sock',
  'external/com_github_google_quiche',
  'external/com_github_google_qu',
  'envoy_quiche_reloadable_flag_',
  'TLS client send_client_finish',
  'enable read, fd = {}',
];

const envoy: Clue = {
  beside: envoyNeighbours,
  before: 24,
  after: 0,
  version: /\0(1\.\d{1,2}\.\d{1,2}(?:-dev)?)\0/,
};

/** Servers of web pages and of names, proxies. */
export const servers: readonly Program[] = [
  {
    name: 'nginx',
    files: ['nginx', 'nginx-debug'],
    clues: [after('nginx version: nginx/', /\/(\d\.\d{1,2}\.\d{1,2})/)],
    products: ['f5:nginx', 'nginx:nginx'],
  },
  {
    name: 'apache',
    files: ['httpd', 'apache2'],
    clues: [after('Apache/', /Apache\/(2\.\d{1,2}\.\d{1,3})/)],
    products: ['apache:http_server'],
  },
  {
    name: 'haproxy',
    files: ['haproxy'],
    clues: [
      after('HA-Proxy version ', /version (\d\.\d{1,2}(?:\.\d{1,3}|-dev\d{1,3}))[ -]/),
      before(
        ', released 20',
        /version (\d\.\d{1,2}(?:\.\d{1,3}|-dev\d{1,3}))(?:-[^\0]{1,40})?, released/,
      ),
      {
        beside: ['HAProxy version follows'],
        before: 100,
        after: 0,
        version: /\0(\d\.\d{1,2}(?:\.\d{1,3}|-dev\d{1,3}))(?:-[^\0]{1,40})?\0/,
      },
      {
        version:
          /\d{4}\/\d\d\/\d\d\0{1,8}(\d\.\d{1,2}(?:\.\d{1,3}|-dev\d{1,3}))(?:-[^\0]{1,40})?\0/,
      },
    ],
    products: ['haproxy:haproxy'],
  },
  {
    name: 'envoy',
    files: ['envoy'],
    clues: [envoy, { version: /\0(1\.\d{1,2}\.\d{1,2}(?:-dev)?)\0/ }],
    products: ['envoyproxy:envoy'],
  },
  {
    name: 'proftpd',
    files: ['proftpd'],
    clues: [after('ProFTPD Version ', /Version (\d\.\d\.\d{1,2}(?:[a-z]|rc\d)?)\0/)],
    products: ['proftpd:proftpd'],
  },
  {
    name: 'fluent-bit',
    files: ['fluent-bit'],
    clues: [
      before(
        'Fluent Bit v%s',
        /\0(\d{1,2}\.\d{1,2}\.\d{1,2})\0{1,8}(?:\x1b\[1m\0%s)?Fluent Bit v%s$/,
      ),
    ],
    products: ['treasuredata:fluent_bit'],
    purl: 'github/fluent/fluent-bit',
  },
  {
    name: 'krb5',
    files: ['libkrb5.so*'],
    clues: [after('KRB5_BRAND: krb5-', /krb5-(\d\.\d{1,2}(?:\.\d{1,2})?)-/)],
    products: ['mit:kerberos_5', 'mit:kerberos'],
  },
  {
    name: 'heimdal-krb5',
    files: ['libkrb5.so*'],
    clues: [after('\0Heimdal ', /Heimdal (\d{1,2}\.\d{1,2}\.\d{1,2})\0/)],
    products: ['heimdal_project:heimdal'],
  },
];
