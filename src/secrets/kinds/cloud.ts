import type { Confidence, SecretKind } from '../contract.ts';
import { entropy } from '../entropy.ts';

const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

const random =
  (bits: number) =>
  (value: string): Confidence | undefined =>
    entropy(value) >= bits ? 'likely' : undefined;

/** Keys of clouds and hosters. */
export const cloudKinds: readonly SecretKind[] = [
  {
    id: 'aws-access-key-id',
    title: { en: 'AWS access key id', 'zh-CN': 'AWS 访问密钥 ID' },
    severity: 'high',
    reference: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html',
    keywords: ['AKIA', 'ASIA', 'ABIA', 'ACCA'],
    // Base 32 in capitals; a longer run of letters is something else.
    pattern: /(?<value>(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16})(?![A-Za-z0-9+/=])/dy,
    confidence: 'likely',
    judge: random(2.8),
  },
  {
    id: 'aws-secret-access-key',
    title: { en: 'AWS secret access key', 'zh-CN': 'AWS 秘密访问密钥' },
    severity: 'critical',
    reference: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
    keywords: [
      'secret_access_key',
      'secretaccesskey',
      'aws_secret_key',
      'awssecretkey',
      'secret-access-key',
    ],
    caseless: true,
    inside: true,
    pattern:
      /[A-Za-z_-]{14,17}["']?[ \t]{0,8}[=:,>]{1,2}[ \t]{0,8}["']?(?<value>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/dy,
    confidence: 'likely',
    judge: random(4),
  },
  {
    id: 'azure-storage-key',
    title: { en: 'key of an Azure storage account', 'zh-CN': 'Azure 存储帐户密钥' },
    severity: 'critical',
    reference: 'https://learn.microsoft.com/azure/storage/common/storage-account-keys-manage',
    keywords: ['AccountKey=', 'SharedAccessKey='],
    caseless: true,
    pattern: /[A-Za-z]{10,15}=(?<value>[A-Za-z0-9+/]{42,86}={1,2})(?![A-Za-z0-9+/=])/dy,
    confidence: 'likely',
    judge: random(4),
  },
  {
    id: 'azure-client-secret',
    title: { en: 'client secret of Microsoft Entra', 'zh-CN': 'Microsoft Entra 客户端机密' },
    severity: 'critical',
    reference:
      'https://learn.microsoft.com/entra/identity-platform/howto-create-service-principal-portal',
    keywords: ['8Q~', '7Q~', '6Q~', '5Q~', '4Q~', '3Q~', '2Q~', '1Q~', '0Q~', '9Q~'],
    before: { allowed: `${base64}_.~-`, most: 3 },
    pattern: /(?<value>[A-Za-z0-9_.~-]{3}\dQ~[A-Za-z0-9_.~-]{31,34})(?![A-Za-z0-9_.~-])/dy,
    confidence: 'likely',
    judge: random(3.5),
  },
  {
    id: 'gcp-api-key',
    title: { en: 'Google API key', 'zh-CN': 'Google API 密钥' },
    severity: 'high',
    reference: 'https://cloud.google.com/docs/authentication/api-keys',
    keywords: ['AIza'],
    pattern: /(?<value>AIza[A-Za-z0-9_-]{35})(?![A-Za-z0-9_-])/dy,
    confidence: 'likely',
    judge: random(3.5),
  },
  {
    id: 'gcp-oauth-client-secret',
    title: { en: 'Google OAuth client secret', 'zh-CN': 'Google OAuth 客户端机密' },
    severity: 'high',
    reference: 'https://developers.google.com/identity/protocols/oauth2',
    keywords: ['GOCSPX-'],
    pattern: /(?<value>GOCSPX-[A-Za-z0-9_-]{28})(?![A-Za-z0-9_-])/dy,
    confidence: 'likely',
    judge: random(3.5),
  },
  {
    id: 'alibaba-access-key-id',
    title: { en: 'Alibaba Cloud access key id', 'zh-CN': '阿里云 AccessKey ID' },
    severity: 'high',
    reference: 'https://www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair',
    keywords: ['LTAI'],
    pattern: /(?<value>LTAI[A-Za-z0-9]{12,20})(?![A-Za-z0-9+/=_-])/dy,
    confidence: 'likely',
    judge: random(3.2),
  },
  {
    id: 'tencent-secret-id',
    title: { en: 'Tencent Cloud secret id', 'zh-CN': '腾讯云 SecretId' },
    severity: 'high',
    reference: 'https://www.tencentcloud.com/document/product/598/32675',
    keywords: ['AKID'],
    pattern: /(?<value>AKID[A-Za-z0-9]{32})(?![A-Za-z0-9+/=_-])/dy,
    confidence: 'likely',
    judge: random(3.5),
  },
  {
    id: 'digitalocean-token',
    title: { en: 'DigitalOcean token', 'zh-CN': 'DigitalOcean 令牌' },
    severity: 'critical',
    reference: 'https://docs.digitalocean.com/reference/api/create-personal-access-token/',
    keywords: ['dop_v1_', 'doo_v1_', 'dor_v1_'],
    pattern: /(?<value>do[opr]_v1_[a-f0-9]{64})(?![a-f0-9])/dy,
    confidence: 'likely',
    judge: random(3),
  },
  {
    id: 'vault-token',
    title: { en: 'HashiCorp Vault token', 'zh-CN': 'HashiCorp Vault 令牌' },
    severity: 'critical',
    reference: 'https://developer.hashicorp.com/vault/docs/concepts/tokens',
    keywords: ['hvs.', 'hvb.', 'hvr.'],
    pattern: /(?<value>hv[sbr]\.[A-Za-z0-9_-]{24,300})(?![A-Za-z0-9_-])/dy,
    confidence: 'likely',
    judge: random(3.5),
  },
  {
    id: 'terraform-cloud-token',
    title: { en: 'HCP Terraform token', 'zh-CN': 'HCP Terraform 令牌' },
    severity: 'critical',
    reference:
      'https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens',
    keywords: ['.atlasv1.'],
    before: { allowed: base64, most: 14 },
    pattern: /(?<value>[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60,70})(?![A-Za-z0-9_=-])/dy,
    confidence: 'likely',
    judge: random(4),
  },
];
