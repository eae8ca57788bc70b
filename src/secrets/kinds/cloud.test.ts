import { chars, judgeKinds } from '../../../test/kit/credentials.ts';
import { cloudKinds } from './cloud.ts';

judgeKinds(cloudKinds, {
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
});
