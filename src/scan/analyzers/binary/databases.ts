import { after, before } from './program.ts';
import type { Program } from './program.ts';

const mysqlFiles: readonly string[] = ['mysql', 'mysqld', 'mysqladmin', 'mysqldump'];
const three = String.raw`\d{1,3}\.\d{1,3}\.\d{1,3}`;
const clusterFiles: readonly string[] = [...mysqlFiles, 'ndbd', 'ndbmtd', 'ndb_mgm', 'ndb_mgmd'];
const ndb = '-ndb-';

/** Servers that keep data, and their clients. */
export const databases: readonly Program[] = [
  {
    name: 'arangodb',
    files: ['arangod', 'arangosh'],
    clues: [
      before('[linux]', /\0(\d{1,2}\.\d{1,2}\.\d{1,3}(?:-\d{1,2})?)(?: enterprise)? \[linux\]$/),
    ],
  },
  {
    name: 'postgresql',
    files: ['postgres'],
    clues: [
      after(
        'PostgreSQL ',
        /SQL (\d{1,2}(?:\.\d{1,2}){0,2}(?:(?:alpha|beta|rc)\d{1,2})?) (?:\(|on )/,
      ),
    ],
    products: ['postgresql:postgresql'],
  },
  {
    name: 'percona-xtradb-cluster',
    files: mysqlFiles,
    clues: [after('Percona-XtraDB-Cluster-', new RegExp(`-(${three})[/-]`))],
    products: ['percona:xtradb_cluster'],
  },
  {
    name: 'percona-server',
    files: mysqlFiles,
    clues: [after('/percona-server-', new RegExp(`-(${three})[/-]`))],
    products: ['percona:percona_server'],
  },
  {
    name: 'mysql',
    files: mysqlFiles,
    clues: [after('/mysql-', new RegExp(`/mysql-(${three})/`))],
    products: ['oracle:mysql'],
    unless: ['percona-server', 'percona-xtradb-cluster', 'mariadb', 'mysql-cluster'],
  },
  {
    name: 'mysql-server',
    files: clusterFiles,
    clues: [{ beside: [ndb], version: new RegExp(String.raw`\0(${three})-ndb-${three}\0`) }],
    products: ['oracle:mysql_server', 'oracle:mysql'],
  },
  {
    name: 'mysql-cluster',
    files: clusterFiles,
    clues: [
      { beside: [ndb], version: new RegExp(String.raw`\0${three}-ndb-(${three})\0`) },
      after('/mysql-cluster-gpl-', new RegExp(`-gpl-(${three})/`)),
    ],
    products: ['oracle:mysql_cluster'],
  },
  {
    name: 'mariadb',
    files: [...mysqlFiles, 'mariadb', 'mariadbd'],
    clues: [before('-MariaDB', new RegExp(String.raw`\0(?:5\.5\.5-)?(${three})-MariaDB$`))],
    products: ['mariadb:mariadb'],
  },
  {
    name: 'mongodb',
    files: ['mongod', 'mongos'],
    clues: ['\0cppdefines', '\0tcmalloc\0mozjs'].map((literal) =>
      before(
        literal,
        new RegExp(String.raw`\0(${three}(?:-rc\d{1,2})?)${RegExp.escape(literal)}$`),
      ),
    ),
    products: ['mongodb:mongodb'],
  },
  {
    name: 'redis',
    files: ['redis-server', 'redis-cli', 'redis-sentinel'],
    clues: [
      // Version, host, time of the build, "not from git", without anything between: a host named by
      // a container has twelve hexadecimal digits, a reproducible build names none.
      {
        beside: ['000000000'],
        before: 110,
        after: 16,
        version:
          /(\d{1,2}\.\d{1,2}\.(?:0|[1-9]\d{0,2}))(?:[0-9a-f]{12}-|[A-Za-z][\w.-]{0,63}-)?\d{10}0{9}\0/,
      },
      before('\0 (git:%s', /\0(\d{1,2}\.\d{1,2}\.\d{1,3})\0 \(git:%s$/),
    ],
    products: ['redis:redis'],
  },
  {
    name: 'memcached',
    files: ['memcached'],
    clues: [after('memcached ', /memcached (\d\.\d{1,2}\.\d{1,3})[\0\n]/)],
    products: ['memcached:memcached'],
  },
  {
    name: 'openldap',
    files: ['ldapsearch', 'ldapmodify', 'ldapadd', 'slapd'],
    clues: [after('$OpenLDAP: ', /LDAP: \w{1,20} (\d\.\d{1,2}\.\d{1,3})[ +-]/)],
    products: ['openldap:openldap'],
  },
];
