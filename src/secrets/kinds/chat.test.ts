import { chars, judgeKinds, uuid } from '../../../test/kit/credentials.ts';
import { chatKinds } from './chat.ts';

judgeKinds(chatKinds, {
  'slack-token': {
    fires: [`xoxb-${chars(12, 'digits')}-${chars(12, 'digits')}-${chars(24)}`],
    silent: ['xoxb-your-token-goes-here-please', `xoxb-${chars(10)}`],
  },
  'slack-webhook': {
    fires: [
      `https://hooks.slack.com/services/T${chars(8, 'capitals')}/B${chars(8, 'capitals')}/${chars(24)}`,
    ],
    silent: [
      'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX',
      'https://hooks.slack.com/services/',
    ],
  },
  'discord-webhook': {
    fires: [`https://discord.com/api/webhooks/${chars(18, 'digits')}/${chars(68)}`],
    silent: [
      'https://discord.com/api/webhooks/{id}/{token}',
      'https://discord.com/developers/docs',
    ],
  },
  'teams-webhook': {
    fires: [
      `https://contoso.webhook.office.com/webhookb2/${uuid()}@${uuid()}/IncomingWebhook/${chars(32, 'hex')}/${uuid()}`,
    ],
    silent: [
      'https://contoso.webhook.office.com/webhookb2/',
      'https://contoso.webhook.office.com/webhookb2/xxx@yyy/IncomingWebhook/zzz',
    ],
  },
  'telegram-token': {
    fires: [
      `https://api.telegram.org/bot${chars(10, 'digits').replace(/^0/, '1')}:AA${chars(33)}/getMe`,
    ],
    silent: [':AAAA', `12:AA${chars(33)}`],
  },
  'dingtalk-webhook': {
    fires: [`https://oapi.dingtalk.com/robot/send?access_token=${chars(64, 'hex')}`],
    silent: [
      'https://oapi.dingtalk.com/robot/send?access_token=XXXXXX',
      `https://oapi.dingtalk.com/robot/send?access_token=${'0'.repeat(64)}`,
    ],
  },
  'wecom-webhook': {
    fires: [`https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=${uuid()}`],
    silent: [
      'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=KEY',
      'https://qyapi.weixin.qq.com/cgi-bin/gettoken',
    ],
  },
  'lark-webhook': {
    fires: [`https://open.feishu.cn/open-apis/bot/v2/hook/${uuid()}`],
    silent: [
      'https://open.feishu.cn/open-apis/bot/v2/hook/xxxxxxxxxxxxxxxxx',
      'https://open.feishu.cn/document',
    ],
  },
});
