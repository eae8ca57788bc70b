import { basename } from 'node:path';

/** The process around the program: arguments, environment, signals. */
export interface Surroundings {
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingFolder: string;
  /** Names under which the program was called, without folders. */
  readonly names: readonly string[];
}

/** The surroundings of this process. */
export function surroundings(): Surroundings {
  return {
    arguments: process.argv.slice(2),
    environment: process.env,
    workingFolder: process.cwd(),
    names: [process.argv0, process.argv[1] ?? ''].map((path) => basename(path)),
  };
}

/** One line on standard output, without loading the console. */
export function printLine(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Sets the exit code; the process ends by itself when nothing is left to do. */
export function setExitCode(code: number): void {
  process.exitCode = code;
}

/** Ends the process at once; only after an interrupt, when work may still be running. */
export function exitNow(code: number): never {
  process.exit(code);
}

/**
 * A signal that aborts on the first SIGINT or SIGTERM, or after `timeout` milliseconds. A second
 * interrupt is the system's default again: the process dies.
 */
export function interruption(timeout?: number): { signal: AbortSignal; dispose: () => void } {
  const controller = new AbortController();
  const stop = (name: string): void => {
    controller.abort(new Error(name));
    dispose();
  };
  const onInterrupt = (): void => stop('SIGINT');
  const onTerminate = (): void => stop('SIGTERM');
  const timer = timeout === undefined ? undefined : setTimeout(() => stop('timeout'), timeout);
  timer?.unref();
  process.once('SIGINT', onInterrupt);
  process.once('SIGTERM', onTerminate);
  function dispose(): void {
    clearTimeout(timer);
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onTerminate);
  }
  return { signal: controller.signal, dispose };
}

/** Calls `tick` every `milliseconds` without keeping the process alive; returns the stop function. */
export function every(milliseconds: number, tick: () => void): () => void {
  const timer = setInterval(tick, milliseconds);
  timer.unref();
  return () => clearInterval(timer);
}
