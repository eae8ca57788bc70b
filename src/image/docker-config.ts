import { join } from 'node:path';
import { listOf, objectOf, textOf } from '../formats/json-values.ts';
import { homeFolder } from '../io/folders.ts';
import type { Environment } from '../io/http-agents.ts';
import { readTextFile } from '../io/text-file.ts';
import { errorText } from '../model/index.ts';
import { ImageError } from './errors.ts';

/** What a docker client keeps of a login, by registry. */
export interface StoredLogin {
  readonly username?: string;
  readonly password?: string;
  /** Refresh token of an OAuth login, used instead of a password. */
  readonly identityToken?: string;
  /** A bearer token to send as it is. */
  readonly registryToken?: string;
}

/** The parts of docker's `config.json` that matter for reading images. */
export interface DockerConfig {
  readonly folder: string;
  readonly auths: ReadonlyMap<string, StoredLogin>;
  /** Helper program suffix by registry. */
  readonly credHelpers: ReadonlyMap<string, string>;
  readonly credsStore?: string;
  readonly currentContext?: string;
}

const configBytes = 4 * 1024 * 1024;

/**
 * Reads `$DOCKER_CONFIG/config.json`, or `~/.docker/config.json`; `DOCKER_AUTH_CONFIG` holds the
 * same JSON in a variable, for CI jobs, and its logins win. No file is an empty configuration.
 * @throws {ImageError} DOCKER_CONFIG_INVALID
 */
export function readDockerConfig(environment: Environment): DockerConfig {
  const folder = nonEmpty(environment['DOCKER_CONFIG']) ?? join(homeFolder(environment), '.docker');
  const path = join(folder, 'config.json');
  const file = parseConfig(readTextFile(path, configBytes) ?? '{}', `"${path}"`);
  const variable = nonEmpty(environment['DOCKER_AUTH_CONFIG']);
  const extra = variable === undefined ? {} : parseConfig(variable, 'DOCKER_AUTH_CONFIG');
  const credHelpers = Object.entries(objectOf(file['credHelpers']));
  const credsStore = textOf(file['credsStore']);
  const currentContext = textOf(file['currentContext']);
  return {
    folder,
    auths: new Map([...loginsOf(file), ...loginsOf(extra)]),
    credHelpers: new Map(
      credHelpers.flatMap(([host, name]) => {
        const program = textOf(name);
        return program === undefined ? [] : [[host, program] as const];
      }),
    ),
    ...(credsStore === undefined ? {} : { credsStore }),
    ...(currentContext === undefined ? {} : { currentContext }),
  };
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

function parseConfig(text: string, where: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || listOf(value).length > 0) {
      throw new SyntaxError('it is no JSON object');
    }
    return value as Readonly<Record<string, unknown>>;
  } catch (cause) {
    // V8 quotes the text around the fault, and the text holds passwords.
    const place =
      /at position \d+|it is no JSON object/.exec(errorText(cause))?.[0] ?? 'it is not JSON';
    throw new ImageError(
      'DOCKER_CONFIG_INVALID',
      `Cannot read the docker configuration of ${where}: ${place}, expected a JSON object`,
    );
  }
}

function loginsOf(config: Readonly<Record<string, unknown>>): (readonly [string, StoredLogin])[] {
  return Object.entries(objectOf(config['auths'])).map(([key, value]) => {
    const fields = objectOf(value);
    const [username, password] = decodedLogin(textOf(fields['auth']));
    return [
      key,
      compact({
        username: textOf(fields['username']) ?? username,
        password: textOf(fields['password']) ?? password,
        identityToken: textOf(fields['identitytoken']),
        registryToken: textOf(fields['registrytoken']),
      }),
    ] as const;
  });
}

/** `auth` is base64 of `user:password`; some tools pad the password with NUL bytes, as docker once did. */
function decodedLogin(auth: string | undefined): readonly [string?, string?] {
  if (auth === undefined) return [];
  const text = Buffer.from(auth, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? [] : [text.slice(0, colon), text.slice(colon + 1).replace(/(?<!\0)\0+$/, '')];
}

function compact(login: { [Key in keyof StoredLogin]: string | undefined }): StoredLogin {
  return Object.fromEntries(Object.entries(login).filter(([, value]) => value !== undefined));
}
