import type { Confidence, SecretKind } from '../contract.ts';
import { entropy } from '../entropy.ts';

const random = (value: string): Confidence | undefined =>
  entropy(value) >= 3 ? 'likely' : undefined;

/** Tokens and webhooks of chat services: who has the address may write in the name of the team. */
export const chatKinds: readonly SecretKind[] = [
  {
    id: 'slack-token',
    title: { en: 'Slack token', 'zh-CN': 'Slack 令牌' },
    severity: 'high',
    reference: 'https://docs.slack.dev/authentication/tokens',
    keywords: [
      'xoxb-',
      'xoxp-',
      'xoxa-',
      'xoxr-',
      'xoxs-',
      'xoxc-',
      'xoxd-',
      'xoxe-',
      'xoxe.',
      'xapp-',
    ],
    pattern:
      /(?<value>xox[abprscd]-[A-Za-z0-9%-]{20,250}|xoxe[.-][A-Za-z0-9-]{20,250}|xapp-\d-[A-Z0-9]{6,20}-\d{6,20}-[a-f0-9]{40,80})(?![A-Za-z0-9])/dy,
    confidence: 'likely',
    judge: (value) => (/\d{5}/.test(value) ? random(value) : undefined),
  },
  {
    id: 'slack-webhook',
    title: { en: 'Slack webhook', 'zh-CN': 'Slack Webhook' },
    severity: 'high',
    reference: 'https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks',
    keywords: ['hooks.slack.com/'],
    pattern:
      /hooks\.slack\.com\/(?:services|workflows|triggers)\/(?<value>[A-Z][A-Z0-9]{7,12}\/[A-Z0-9]{8,20}\/[A-Za-z0-9/]{20,60})/dy,
    confidence: 'likely',
    judge: random,
  },
  {
    id: 'discord-webhook',
    title: { en: 'Discord webhook', 'zh-CN': 'Discord Webhook' },
    severity: 'medium',
    reference: 'https://discord.com/developers/docs/resources/webhook',
    keywords: ['discord.com/api/webhooks/', 'discordapp.com/api/webhooks/'],
    pattern: /discord(?:app)?\.com\/api\/webhooks\/(?<value>\d{17,20}\/[A-Za-z0-9_-]{60,80})/dy,
    confidence: 'likely',
    judge: random,
  },
  {
    id: 'teams-webhook',
    title: { en: 'Microsoft Teams webhook', 'zh-CN': 'Microsoft Teams Webhook' },
    severity: 'medium',
    reference:
      'https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook',
    keywords: ['webhook.office.com/webhookb2/'],
    pattern:
      /webhook\.office\.com\/webhookb2\/(?<value>[0-9a-f-]{36}@[0-9a-f-]{36}\/IncomingWebhook\/[0-9a-f]{32}\/[0-9a-f-]{36})/dy,
    confidence: 'likely',
    judge: random,
  },
  {
    id: 'telegram-token',
    title: { en: 'Telegram bot token', 'zh-CN': 'Telegram 机器人令牌' },
    severity: 'high',
    reference: 'https://core.telegram.org/bots/features#botfather',
    keywords: [':AA'],
    before: { allowed: '0123456789', most: 10 },
    // In addresses the number follows the word "bot".
    inside: true,
    pattern: /(?<value>\d{8,10}:AA[A-Za-z0-9_-]{33})(?![A-Za-z0-9_-])/dy,
    confidence: 'likely',
    judge: (value) => (entropy(value) >= 4 ? 'likely' : undefined),
  },
  {
    id: 'dingtalk-webhook',
    title: { en: 'DingTalk webhook', 'zh-CN': '钉钉机器人 Webhook' },
    severity: 'medium',
    reference: 'https://open.dingtalk.com/document/robots/custom-robot-access',
    keywords: ['oapi.dingtalk.com/robot/send?access_token='],
    pattern: /oapi\.dingtalk\.com\/robot\/send\?access_token=(?<value>[a-f0-9]{64})(?![a-f0-9])/dy,
    confidence: 'likely',
    judge: random,
  },
  {
    id: 'wecom-webhook',
    title: { en: 'WeCom webhook', 'zh-CN': '企业微信机器人 Webhook' },
    severity: 'medium',
    reference: 'https://developer.work.weixin.qq.com/document/path/91770',
    keywords: ['qyapi.weixin.qq.com/cgi-bin/webhook/send?key='],
    pattern:
      /qyapi\.weixin\.qq\.com\/cgi-bin\/webhook\/send\?key=(?<value>[0-9a-f]{8}-[0-9a-f-]{27})(?![0-9a-f-])/dy,
    confidence: 'likely',
    judge: random,
  },
  {
    id: 'lark-webhook',
    title: { en: 'Feishu or Lark webhook', 'zh-CN': '飞书机器人 Webhook' },
    severity: 'medium',
    reference: 'https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot',
    keywords: ['open.feishu.cn/open-apis/bot/', 'open.larksuite.com/open-apis/bot/'],
    pattern:
      /open\.(?:feishu\.cn|larksuite\.com)\/open-apis\/bot\/(?:v2\/)?hook\/(?<value>[A-Za-z0-9-]{32,40})(?![A-Za-z0-9-])/dy,
    confidence: 'likely',
    judge: random,
  },
];
