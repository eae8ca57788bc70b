import { objectOf, textOf } from '../formats/json-values.ts';
import type { Environment } from '../io/http-agents.ts';
import { runProgram } from '../io/run-program.ts';
import { errorText } from '../model/index.ts';
import type { DockerConfig, StoredLogin } from './docker-config.ts';

/** A login for one registry, or none, with what went wrong while looking for one. */
export interface FoundLogin {
  readonly login?: StoredLogin;
  readonly problem?: string;
}

/** The key under which docker keeps the login of its default registry. */
const hubKey = 'https://index.docker.io/v1/';

const helperTimeout = 30_000;
const helperBytes = 1024 * 1024;

/**
 * Finds the login for a registry as the docker client does: the helper of that registry, the
 * store of all registries, then the file. A helper that fails is no error yet, because most images
 * are public: its problem is told if the registry then wants a login.
 */
export async function findLogin(
  registry: string,
  config: DockerConfig,
  environment: Environment,
  signal?: AbortSignal,
): Promise<FoundLogin> {
  const hub = registry === 'docker.io';
  const keys = hub ? [hubKey, 'docker.io', 'index.docker.io'] : [registry, `https://${registry}`];
  const helper =
    keys.map((key) => config.credHelpers.get(key)).find((name) => name !== undefined) ??
    config.credsStore;
  const stored = storedLogin(registry, keys, config);
  if (helper === undefined) return stored === undefined ? {} : { login: stored };
  const found = await askHelper(helper, keys[0] ?? registry, environment, signal);
  if (found.login !== undefined || stored === undefined) return found;
  return { ...found, login: stored };
}

function storedLogin(
  registry: string,
  keys: readonly string[],
  config: DockerConfig,
): StoredLogin | undefined {
  for (const key of keys) {
    const login = config.auths.get(key);
    if (login !== undefined && hasSecret(login)) return login;
  }
  // Older clients wrote whole addresses: only the host is compared then.
  for (const [key, login] of config.auths) {
    if (hasSecret(login) && hostOf(key) === registry) return login;
  }
  return undefined;
}

function hasSecret(login: StoredLogin): boolean {
  const { password, identityToken, registryToken } = login;
  return password !== undefined || identityToken !== undefined || registryToken !== undefined;
}

function hostOf(key: string): string {
  return key.replace(/^https?:\/\//, '').replace(/\/.*$/s, '');
}

/** Runs `docker-credential-NAME get`, a program that the user installed and named. */
async function askHelper(
  name: string,
  key: string,
  environment: Environment,
  signal: AbortSignal | undefined,
): Promise<FoundLogin> {
  // The name becomes part of a program name: nothing that could name a folder.
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name)) {
    return { problem: 'the docker configuration names a credential helper that is no plain word' };
  }
  const program = `docker-credential-${name}`;
  try {
    const { exitCode, output } = await runProgram({
      program,
      arguments: ['get'],
      input: `${key}\n`,
      timeout: helperTimeout,
      maxBytes: helperBytes,
      environment,
      signal,
    });
    // Exit code 1 is also how helpers say that they have no login for this registry.
    if (exitCode !== 0) return { problem: `${program} has no login for it` };
    const fields = objectOf(JSON.parse(output));
    const username = textOf(fields['Username']);
    const secret = textOf(fields['Secret']);
    if (secret === undefined) return { problem: `${program} answered without a secret` };
    if (username === '<token>') return { login: { identityToken: secret } };
    return { login: { username: username ?? '', password: secret } };
  } catch (error) {
    // What JSON.parse says would quote the answer, and the answer is a password.
    const reason = error instanceof SyntaxError ? 'its answer is not JSON' : errorText(error);
    return { problem: `${program}: ${reason}` };
  }
}
