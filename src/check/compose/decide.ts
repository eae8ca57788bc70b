import type { Decision } from '../contract.ts';
import { isRootUser } from '../dockerfile/user.ts';
import type { Beside } from './beside.ts';
import { isNull, isTrue, itemsOf, member, placeOf, textOf, unresolvedIn } from './part.ts';
import type { ComposeService } from './services.ts';

/** What a service decides over the Dockerfile that it is built from. */
export function decisionsOf({ name, all }: ComposeService, { built }: Beside): readonly Decision[] {
  if (built === undefined) return [];
  const { path } = built;
  const user = all.members.get('user');
  const text = textOf(user) ?? '';
  const known = user !== undefined && text !== '' && unresolvedIn(user).length === 0;
  const health = all.members.get('healthcheck');
  const test = itemsOf(member(health, 'test'));
  const asks = test.length > 0 && textOf(test[0]) !== 'NONE' && !isTrue(member(health, 'disable'));
  return [
    {
      rules: ['DF-USER-MISSING', 'DF-USER-ROOT'],
      path,
      closed: known && !isRootUser(text),
      by: user === undefined ? placeOf(all) : placeOf(user),
      reason: `service ${name} runs it as ${text}`,
    },
    {
      rules: ['DF-HEALTHCHECK'],
      path,
      closed: !isNull(health) && asks,
      by: health === undefined ? placeOf(all) : placeOf(health),
      reason: `service ${name} has a health check of its own`,
    },
  ];
}
