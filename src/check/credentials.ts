import { LimitError } from '../model/index.ts';
import type { Severity } from '../model/index.ts';
import { findSecrets, isPlaceholder, isSecretName, redact, wordsOf } from '../secrets/index.ts';
import type { SecretMatch } from '../secrets/index.ts';

/** A credential in a value. The value itself is not in here. */
export interface Credential {
  /** Id of the kind that the value has the form of; `generic-credential` where only its name tells. */
  readonly kind: string;
  /** What of it may be shown. */
  readonly shown: string;
  readonly severity: Severity;
}

const setting = /^(?:true|false|yes|no|y|n|on|off|none|null|nil|auto|always|never|\d{1,3}|\/.*)$/i;

/** Switches, small numbers and paths behind a telling name are settings: `AUTH=true`, `RANDOM_PASSWORD=1`. */
export function isSetting(value: string): boolean {
  return setting.test(value);
}

/** Names that hold a credential of any form; `AUTH` and `KEY` alone often hold the name of a method. */
const plain =
  /(?:^|_)(?:password|passwd|pword|pwd|passphrase|secret|token|apikey|accesskey|secretkey|privatekey|authtoken|credentials?|(?:access|api|app|auth|encryption|jwt|master|private|secret|service|signing)_key)(?:_|$)/;

/**
 * The credential that a variable, argument or field holds, by its name and the form of its value:
 * both are one answer. Undefined for references, paths of files, switches and placeholders.
 */
export function credentialOf(name: string, value: string): Credential | undefined {
  const [found] = secretsIn(`${name}=${value}`);
  if (found !== undefined) {
    return { kind: found.kind.id, shown: found.redacted, severity: severityOf(found) };
  }
  if (!isSecretName(name) || setting.test(value) || isPlaceholder(value)) return undefined;
  const telling = plain.test(wordsOf(name).join('_'));
  if (!telling && (value.length < 8 || !/\d/.test(value))) return undefined;
  return { kind: 'generic-credential', shown: redact(value), severity: 'high' };
}

/** The kind of credential that a variable holds; undefined when it holds none. */
export function credentialIn(name: string, value: string): string | undefined {
  return credentialOf(name, value)?.kind;
}

/** A form that only an issuer gives is critical, a telling name beside random characters is high. */
export function severityOf({ confidence }: SecretMatch): Severity {
  return confidence === 'possible' ? 'high' : 'critical';
}

/** The credentials in a text; of one that holds more than are looked for, what its beginning holds. */
export function secretsIn(text: string, path?: string): readonly SecretMatch[] {
  const context = path === undefined ? {} : { path };
  try {
    return findSecrets(text, context);
  } catch (error) {
    if (!(error instanceof LimitError)) throw error;
    return findSecrets(text.slice(0, 10_000), context);
  }
}
