import { crc32 } from 'node:zlib';
import { chars, judgeKinds, withCrc } from '../../../test/kit/credentials.ts';
import { registryKinds, serviceKinds } from './tokens.ts';

function grafana(): string {
  const head = `glsa_${chars(32)}`;
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(crc32(head) >>> 0);
  return `${head}_${sum.toString('hex')}`;
}

judgeKinds([...registryKinds, ...serviceKinds], {
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
});
