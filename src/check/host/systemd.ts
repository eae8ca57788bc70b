/** What the next start of a unit will use: its command line and the sockets it listens on. */
export interface UnitStart {
  readonly words: readonly string[];
  readonly sockets: readonly string[];
}

/**
 * Command line of a unit from its file and its drop-ins, in the order systemd reads them: an empty
 * `ExecStart=` takes the earlier ones back. Variables of `Environment=` and of environment files are
 * filled in (systemd.service(5)).
 */
export function unitStart(
  texts: readonly string[],
  environmentFile: (path: string) => string | undefined,
): UnitStart {
  let start: readonly string[] = [];
  let sockets: string[] = [];
  const variables = new Map<string, string>();
  for (const [key, value] of texts.flatMap(assignments)) {
    if (key === 'ExecStart') start = value === '' ? [] : words(value);
    else if (key === 'ListenStream') sockets = value === '' ? [] : [...sockets, value];
    else if (key === 'Environment') for (const word of words(value)) remember(variables, word);
    else if (key === 'EnvironmentFile') {
      const text = environmentFile(value.replace(/^-/, ''));
      for (const line of text?.split('\n') ?? []) {
        if (!/^\s*(?:#|$)/.test(line)) remember(variables, words(line.trim())[0] ?? '');
      }
    }
  }
  const filled = start.flatMap((word) => {
    const whole = /^\$(\w+)$/.exec(word);
    // A variable that stands alone is split into words, one in braces is not.
    if (whole !== null) return words(variables.get(whole[1] ?? '') ?? '');
    return [word.replaceAll(/\$\{(\w+)\}/g, (_all, name: string) => variables.get(name) ?? '')];
  });
  return {
    words: filled.map((word, at) => (at === 0 ? word.replace(/^[-@:+!]+/, '') : word)),
    sockets,
  };
}

function remember(variables: Map<string, string>, word: string): void {
  const at = word.indexOf('=');
  if (at > 0) variables.set(word.slice(0, at), word.slice(at + 1));
}

/** Keys and values of all sections; a backslash at the end continues a line. */
function assignments(text: string): readonly (readonly [string, string])[] {
  return text
    .replaceAll(/\\\r?\n/g, ' ')
    .split('\n')
    .flatMap((line) => {
      const match = /^\s*([A-Za-z]+)\s*=(.*)$/s.exec(line);
      return match === null ? [] : [[match[1] ?? '', (match[2] ?? '').trim()] as const];
    });
}

/** Splits at blanks outside quotes. */
function words(text: string): string[] {
  const found = text.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? [];
  return found.map((word) =>
    word.replaceAll(
      /"([^"]*)"|'([^']*)'/g,
      (_all, double?: string, single?: string) => double ?? single ?? '',
    ),
  );
}
