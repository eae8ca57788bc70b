import { hasBase62Crc, hasTrailingHexCrc } from '../checksum.ts';
import type { Confidence, SecretKind } from '../contract.ts';
import { entropy } from '../entropy.ts';

const random =
  (bits: number) =>
  (value: string): Confidence | undefined =>
    entropy(value) >= bits ? 'likely' : undefined;

/** A wrong checksum says that somebody made the value up. */
const withCrc = (value: string): Confidence | undefined =>
  hasBase62Crc(value) ? 'certain' : undefined;

/** Tokens of places where code, packages and images lie. */
export const registryKinds: readonly SecretKind[] = [
  {
    id: 'github-token',
    title: { en: 'GitHub token', 'zh-CN': 'GitHub 令牌' },
    severity: 'critical',
    reference:
      'https://docs.github.com/authentication/keeping-your-account-and-data-secure/about-authentication-to-github',
    keywords: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
    pattern: /(?<value>gh[pousr]_[A-Za-z0-9]{36})(?![A-Za-z0-9])/dy,
    confidence: 'certain',
    judge: withCrc,
  },
  {
    id: 'github-fine-grained-token',
    title: { en: 'GitHub fine-grained token', 'zh-CN': 'GitHub 细粒度令牌' },
    severity: 'critical',
    reference:
      'https://docs.github.com/authentication/keeping-your-account-and-data-secure/managing-your-personal-access-tokens',
    keywords: ['github_pat_'],
    pattern: /(?<value>github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})(?![A-Za-z0-9])/dy,
    confidence: 'likely',
    judge: random(4),
  },
  {
    id: 'gitlab-token',
    title: { en: 'GitLab token', 'zh-CN': 'GitLab 令牌' },
    severity: 'critical',
    reference: 'https://docs.gitlab.com/security/tokens/#token-prefixes',
    keywords: [
      'glpat-',
      'gloas-',
      'gldt-',
      'glrt-',
      'glrtr-',
      'glcbt-',
      'glptt-',
      'glft-',
      'glimt-',
      'glagent-',
      'glsoat-',
      'glffct-',
      'glwt-',
    ],
    pattern:
      /(?<value>gl[a-z]{2,5}-[A-Za-z0-9_-]{20,300}(?:\.[0-9a-z]{2}\.[0-9a-z]{9})?)(?![A-Za-z0-9_-])/dy,
    confidence: 'likely',
    judge: random(3.3),
  },
  {
    id: 'atlassian-token',
    title: { en: 'Atlassian or Bitbucket token', 'zh-CN': 'Atlassian 或 Bitbucket 令牌' },
    severity: 'critical',
    reference: 'https://support.atlassian.com/bitbucket-cloud/docs/api-tokens/',
    keywords: ['ATATT3x', 'ATBB', 'ATCTT3x'],
    pattern:
      /(?<value>AT(?:ATT3x|CTT3x)[A-Za-z0-9_=-]{160,220}|ATBB[A-Za-z0-9]{24}[A-F0-9]{8})(?![A-Za-z0-9_=-])/dy,
    confidence: 'likely',
    judge: random(3.5),
  },
  {
    id: 'npm-token',
    title: { en: 'npm token', 'zh-CN': 'npm 令牌' },
    severity: 'critical',
    reference: 'https://docs.npmjs.com/about-access-tokens',
    keywords: ['npm_'],
    pattern: /(?<value>npm_[A-Za-z0-9]{36})(?![A-Za-z0-9])/dy,
    confidence: 'certain',
    judge: withCrc,
  },
  {
    id: 'pypi-token',
    title: { en: 'PyPI token', 'zh-CN': 'PyPI 令牌' },
    severity: 'critical',
    reference: 'https://pypi.org/help/#apitoken',
    // A macaroon whose location is pypi.org or test.pypi.org.
    keywords: ['pypi-AgEIcHlwaS5vcmc', 'pypi-AgENdGVzdC5weXBpLm9yZw'],
    pattern:
      /(?<value>pypi-AgE(?:IcHlwaS5vcmc|NdGVzdC5weXBpLm9yZw)[A-Za-z0-9_-]{50,1000})(?![A-Za-z0-9_-])/dy,
    confidence: 'likely',
    judge: random(4),
  },
  {
    id: 'rubygems-key',
    title: { en: 'RubyGems API key', 'zh-CN': 'RubyGems API 密钥' },
    severity: 'critical',
    reference: 'https://guides.rubygems.org/api-key-scopes/',
    keywords: ['rubygems_'],
    pattern: /(?<value>rubygems_[a-f0-9]{48})(?![a-f0-9])/dy,
    confidence: 'likely',
    judge: random(3.2),
  },
  {
    id: 'nuget-key',
    title: { en: 'NuGet API key', 'zh-CN': 'NuGet API 密钥' },
    severity: 'critical',
    reference: 'https://learn.microsoft.com/nuget/nuget-org/publish-a-package',
    keywords: ['oy2'],
    pattern: /(?<value>oy2[a-z0-9]{43})(?![A-Za-z0-9])/dy,
    confidence: 'likely',
    judge: random(3.8),
  },
  {
    id: 'crates-io-token',
    title: { en: 'crates.io token', 'zh-CN': 'crates.io 令牌' },
    severity: 'critical',
    reference: 'https://doc.rust-lang.org/cargo/reference/publishing.html',
    keywords: ['cio'],
    pattern: /(?<value>cio[A-Za-z0-9]{32})(?![A-Za-z0-9])/dy,
    confidence: 'likely',
    judge: random(3.9),
  },
  {
    id: 'docker-hub-token',
    title: { en: 'Docker Hub token', 'zh-CN': 'Docker Hub 令牌' },
    severity: 'critical',
    reference: 'https://docs.docker.com/security/access-tokens/',
    keywords: ['dckr_pat_', 'dckr_oat_'],
    pattern: /(?<value>dckr_(?:pat_[A-Za-z0-9_-]{27}|oat_[A-Za-z0-9_-]{32}))(?![A-Za-z0-9_-])/dy,
    confidence: 'likely',
    judge: random(3.5),
  },
];

/** Tokens of services that programs call. */
export const serviceKinds: readonly SecretKind[] = [
  {
    id: 'stripe-key',
    title: { en: 'Stripe live key', 'zh-CN': 'Stripe 正式环境密钥' },
    severity: 'critical',
    reference: 'https://docs.stripe.com/keys',
    keywords: ['sk_live_', 'rk_live_'],
    pattern: /(?<value>[sr]k_live_[A-Za-z0-9]{24,247})(?![A-Za-z0-9])/dy,
    confidence: 'likely',
    judge: random(3.5),
  },
  {
    id: 'sendgrid-key',
    title: { en: 'SendGrid API key', 'zh-CN': 'SendGrid API 密钥' },
    severity: 'high',
    reference: 'https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys',
    keywords: ['SG.'],
    pattern: /(?<value>SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43})(?![A-Za-z0-9_-])/dy,
    confidence: 'likely',
    judge: random(4),
  },
  {
    id: 'openai-key',
    title: { en: 'OpenAI API key', 'zh-CN': 'OpenAI API 密钥' },
    severity: 'high',
    reference: 'https://platform.openai.com/docs/api-reference/authentication',
    // Every key carries "OpenAI" in base 64.
    keywords: ['T3BlbkFJ'],
    before: {
      allowed: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-',
      most: 100,
    },
    pattern: /(?<value>sk-[A-Za-z0-9_-]{20,93}T3BlbkFJ[A-Za-z0-9_-]{20,90})(?![A-Za-z0-9_-])/dy,
    confidence: 'likely',
    judge: random(4),
  },
  {
    id: 'anthropic-key',
    title: { en: 'Anthropic API key', 'zh-CN': 'Anthropic API 密钥' },
    severity: 'high',
    reference: 'https://docs.anthropic.com/en/api/overview',
    keywords: ['sk-ant-'],
    pattern: /(?<value>sk-ant-[a-z]{3,8}\d{2}-[A-Za-z0-9_-]{80,120})(?![A-Za-z0-9_-])/dy,
    confidence: 'likely',
    judge: random(4),
  },
  {
    id: 'hugging-face-token',
    title: { en: 'Hugging Face token', 'zh-CN': 'Hugging Face 令牌' },
    severity: 'high',
    reference: 'https://huggingface.co/docs/hub/security-tokens',
    keywords: ['hf_'],
    pattern: /(?<value>hf_[A-Za-z]{34})(?![A-Za-z0-9])/dy,
    confidence: 'likely',
    judge: random(3.8),
  },
  {
    id: 'grafana-token',
    title: { en: 'Grafana service account token', 'zh-CN': 'Grafana 服务账号令牌' },
    severity: 'high',
    reference: 'https://grafana.com/docs/grafana/latest/administration/service-accounts/',
    keywords: ['glsa_'],
    pattern: /(?<value>glsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8})(?![A-Za-z0-9])/dy,
    confidence: 'likely',
    judge: (value) => (hasTrailingHexCrc(value) ? 'certain' : random(3.8)(value)),
  },
  {
    id: 'shopify-token',
    title: { en: 'Shopify token', 'zh-CN': 'Shopify 令牌' },
    severity: 'high',
    reference: 'https://shopify.dev/docs/apps/build/authentication-authorization',
    keywords: ['shpat_', 'shpca_', 'shppa_', 'shpss_'],
    pattern: /(?<value>shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32})(?![A-Za-z0-9])/dy,
    confidence: 'likely',
    judge: random(3.2),
  },
];
