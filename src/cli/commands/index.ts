import {
  checkOptions,
  contentOptions,
  filterOptions,
  hostOptions,
  imageOptions,
  judgedOptions,
  reportOptions,
  scanOptions,
} from '../option-table.ts';
import type { CommandSpec } from '../spec.ts';

/** What runs when nothing is asked for. It has no name, so help and completion do not show it. */
export const doctor: CommandSpec = {
  name: 'plimsoll',
  options: [],
  load: () => import('./doctor.ts'),
};

/** Every command; a new one is a new file and one entry here. */
export const commands: readonly CommandSpec[] = [
  {
    name: 'image',
    aliases: ['i'],
    arguments: [{ name: 'REF', required: false }],
    options: [...imageOptions, ...contentOptions, ...scanOptions, ...reportOptions],
    load: () => import('./image.ts'),
    examples: [
      'plimsoll image alpine:3.20',
      'plimsoll image alpine:3.20 --scanners vuln,misconfig,secret',
      'plimsoll image --input image.tar -f sarif=out.sarif -f table',
      'plimsoll image oci-dir:./layout:1.0 --fail-on high',
    ],
  },
  {
    name: 'fs',
    aliases: ['filesystem'],
    arguments: [{ name: 'PATH', required: true }],
    options: [
      { name: 'as', value: 'NAME', group: 'scan' },
      ...contentOptions,
      ...scanOptions,
      ...reportOptions,
    ],
    load: () => import('./filesystem.ts'),
    examples: [
      'plimsoll fs .',
      'plimsoll fs . --scanners vuln,misconfig,secret',
      'plimsoll fs services/cart -f json -o cart.json',
      'plimsoll fs services/cart/package-lock.json',
    ],
  },
  {
    name: 'rootfs',
    arguments: [{ name: 'DIR', required: true }],
    options: [...contentOptions, ...scanOptions, ...reportOptions],
    load: () => import('./rootfs.ts'),
    examples: ['plimsoll rootfs /mnt/disk'],
  },
  {
    name: 'sbom',
    arguments: [{ name: 'FILE', required: true }],
    options: [...scanOptions, ...reportOptions],
    load: () => import('./sbom.ts'),
    examples: ['plimsoll sbom shop.cdx.json', 'plimsoll sbom shop.spdx --fail-on high'],
  },
  {
    name: 'repo',
    aliases: ['repository'],
    arguments: [{ name: 'DIR_OR_URL', required: true }],
    options: [
      { name: 'branch', value: 'NAME', group: 'image' },
      { name: 'commit', value: 'ID', group: 'image' },
      ...contentOptions,
      ...scanOptions,
      ...reportOptions,
    ],
    load: () => import('./repo.ts'),
    examples: ['plimsoll repo https://git.example.com/team/shop --branch v2.1'],
  },
  {
    name: 'check',
    aliases: ['conf', 'config'],
    arguments: [{ name: 'PATH', required: false, variadic: true }],
    options: [...checkOptions, ...reportOptions],
    load: () => import('./check.ts'),
    examples: ['plimsoll check .', 'plimsoll check Dockerfile --standard hadolint'],
    subcommands: [
      {
        name: 'context',
        arguments: [{ name: 'DIR', required: false }],
        options: [
          { name: 'dockerfile', value: 'FILE', group: 'scan' },
          { name: 'json', group: 'output' },
        ],
        load: () => import('./check-context.ts'),
        examples: ['plimsoll check context .'],
      },
      {
        name: 'network',
        arguments: [{ name: 'PATH', required: false, variadic: true }],
        options: [
          { name: 'list', group: 'scan' },
          { name: 'explain', value: 'FROM', group: 'scan' },
          { name: 'diff', value: 'OTHER', group: 'scan' },
          {
            name: 'format',
            short: 'f',
            value: 'FORMAT',
            choices: ['table', 'json'],
            group: 'output',
          },
        ],
        load: () => import('./check-network.ts'),
        examples: [
          'plimsoll check network --list manifests',
          'plimsoll check network --explain shop/front shop/db:5432 manifests',
        ],
      },
    ],
  },
  {
    name: 'host',
    options: [...hostOptions, ...reportOptions],
    load: () => import('./host.ts'),
    examples: ['plimsoll host', 'plimsoll host --standard cis-docker --show-checks'],
  },
  {
    name: 'fix',
    arguments: [{ name: 'PATH', required: false, variadic: true }],
    options: [
      { name: 'only', value: 'WHAT', choices: ['config'], group: 'scan' },
      { name: 'write', group: 'output' },
      { name: 'write-all', group: 'output' },
      ...judgedOptions,
    ],
    load: () => import('./fix.ts'),
    examples: ['plimsoll fix Dockerfile', 'plimsoll fix . --only config --write'],
  },
  {
    name: 'convert',
    arguments: [{ name: 'REPORT', required: true }],
    options: [...filterOptions, ...reportOptions],
    load: () => import('./convert.ts'),
    examples: ['plimsoll convert report.json -f sarif=report.sarif -f html=report.html'],
  },
  {
    name: 'db',
    options: [],
    subcommands: [
      {
        name: 'update',
        options: [
          { name: 'db', value: 'FILE', group: 'database' },
          { name: 'for', value: 'REF', repeatable: true, group: 'database' },
          { name: 'feed', value: 'LIST', repeatable: true, group: 'database' },
          { name: 'from', value: 'URL_OR_DIR', group: 'database' },
        ],
        load: () => import('./db-update.ts'),
        examples: ['plimsoll db update --for alpine:3.20'],
      },
      {
        name: 'build',
        options: [
          { name: 'db', value: 'FILE', group: 'database' },
          { name: 'from', value: 'URL_OR_DIR', group: 'database' },
          { name: 'feed', value: 'LIST', repeatable: true, group: 'database' },
        ],
        load: () => import('./db-build.ts'),
        examples: ['plimsoll db build --from ./feeds'],
      },
      {
        name: 'status',
        options: [
          { name: 'db', value: 'FILE', group: 'database' },
          { name: 'json', group: 'output' },
        ],
        load: () => import('./db-status.ts'),
      },
      {
        name: 'push',
        arguments: [{ name: 'REF', required: true }],
        options: [
          { name: 'db', value: 'FILE', group: 'database' },
          { name: 'insecure', group: 'image' },
        ],
        load: () => import('./db-push.ts'),
        examples: ['plimsoll db push registry.example.com/security/advisories:1'],
      },
      {
        name: 'pull',
        arguments: [{ name: 'REF', required: true }],
        options: [
          { name: 'db', value: 'FILE', group: 'database' },
          { name: 'insecure', group: 'image' },
        ],
        load: () => import('./db-pull.ts'),
        examples: ['plimsoll db pull registry.example.com/security/advisories:1'],
      },
    ],
  },
  {
    name: 'clean',
    options: [
      { name: 'layers', group: 'general' },
      { name: 'database', group: 'general' },
      { name: 'all', group: 'general' },
    ],
    load: () => import('./clean.ts'),
  },
  {
    name: 'completion',
    arguments: [{ name: 'SHELL', required: true }],
    options: [],
    load: () => import('./completion.ts'),
    examples: ['plimsoll completion bash > /etc/bash_completion.d/plimsoll'],
  },
  {
    name: 'version',
    options: [{ name: 'db', value: 'FILE', group: 'database' }],
    load: () => import('./version.ts'),
  },
];
