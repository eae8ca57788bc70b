import type { CheckRule } from '../../contract.ts';
import { configFault } from '../fault.ts';
import { valueOf, unreadWords } from '../../fact.ts';
import { shellWord } from '../../../formats/shell-quoting.ts';
import { printable } from '../../../model/index.ts';
import type { ImageView } from '../view.ts';

/** Whether a signature of the image was verified. */
export const imageSignature: CheckRule<ImageView> = {
  id: 'IMG-SIGNED',
  aliases: {
    'docker-bench': ['4.12'],
    kubescape: ['C-0236', 'C-0237'],
    kyverno: [
      'verify-image',
      'verify-image-gcpkms',
      'verify-image-with-multi-keys',
      'verify-image-ivpol',
      'verify-slsa-provenance-keyless',
      'verify-sbom-cyclonedx',
      'require-vulnerability-scan',
      'check-image-vulns-cve-2022-42889',
      'require-image-source',
    ],
  },
  severity: 'high',
  family: 'signing',
  title: { en: 'Image is not signed', 'zh-CN': '镜像未签名' },
  message: {
    en: '{image} has no signature that was verified',
    'zh-CN': '{image} 没有经过验证的签名',
  },
  why: {
    en: 'Without a signature nobody knows who made the image, or whether it was changed.',
    'zh-CN': '没有签名就无法得知镜像由谁制作、是否被篡改。',
  },
  advice: {
    en: 'Sign it when it is built and verify it before it runs.',
    'zh-CN': '构建时签名，运行前验证。',
  },
  references: ['https://docs.sigstore.dev/cosign/verifying/verify/'],
  bad: [
    '{"Config": {}, "signature": {"value": {"verified": false}}}',
    '{"Config": {}, "signature": {"absent": true}}',
  ],
  good: [
    '{"Config": {}, "signature": {"value": {"verified": true, "by": "key"}}}',
    '{"Config": {}}',
  ],
  check: (view, answer) => {
    if (view.signature === undefined)
      return answer.notApplicable({ en: 'signatures were not looked for', 'zh-CN': '未查找签名' });
    if (view.signature.state === 'unread')
      return answer.couldNotRead(
        unreadWords({ en: 'signature', 'zh-CN': '签名' }, view.signature.code),
      );
    const signature = valueOf(view.signature);
    if (signature?.verified === true)
      return answer.passed({
        en: `signed by ${printable(signature.by)}`,
        'zh-CN': `由 ${printable(signature.by)} 签名`,
      });
    answer.fail(
      configFault(view, '/signature', {
        observed: signature === undefined ? 'none' : 'not verified',
        wanted: { en: 'a verified signature', 'zh-CN': '经过验证的签名' },
        command: `cosign sign ${shellWord(view.subject)}`,
      }),
    );
  },
};
