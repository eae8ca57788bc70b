import type { Groups, SecretKind } from '../contract.ts';
import { entropy } from '../entropy.ts';

/** A part of the token as an object; nobody vouches for what is in it. */
function part(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text ?? '', 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

function isSigned({ head, body, signature = '' }: Groups): boolean {
  return (
    typeof part(head)?.['alg'] === 'string' && part(body) !== undefined && entropy(signature) > 3.5
  );
}

const ofCluster = ({ body }: Groups): boolean => {
  const issuer = part(body)?.['iss'];
  return (
    typeof issuer === 'string' &&
    (issuer === 'kubernetes/serviceaccount' || issuer.includes('kubernetes.default.svc'))
  );
};

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';
const pattern =
  /(?<value>(?<head>eyJ[A-Za-z0-9_-]{10,2000})\.(?<body>eyJ[A-Za-z0-9_-]{10,6000})\.(?<signature>[A-Za-z0-9_-]{40,1400}))(?![A-Za-z0-9_-])/dy;

/** Signed tokens; found by the dot in front of the second part, which is an object as the first is. */
export const jwtKinds: readonly SecretKind[] = [
  {
    id: 'kubernetes-service-account-token',
    title: { en: 'token of a Kubernetes service account', 'zh-CN': 'Kubernetes 服务账号令牌' },
    severity: 'high',
    reference: 'https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/',
    keywords: ['.eyJ'],
    before: { allowed: letters, most: 2003 },
    pattern,
    confidence: 'certain',
    judge: (_, groups) => (isSigned(groups) && ofCluster(groups) ? 'certain' : undefined),
  },
  {
    id: 'jwt',
    title: { en: 'JSON web token', 'zh-CN': 'JSON Web 令牌(JWT)' },
    severity: 'medium',
    reference: 'https://www.rfc-editor.org/rfc/rfc7519',
    keywords: ['.eyJ'],
    before: { allowed: letters, most: 2003 },
    pattern,
    confidence: 'certain',
    judge: (_, groups) => (isSigned(groups) && !ofCluster(groups) ? 'certain' : undefined),
  },
];
