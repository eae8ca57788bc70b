#!/usr/bin/env node
// Nothing is imported before the version is known: an older Node must get the sentence, not a stack.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 24 || (major === 24 && minor < 15)) {
  process.stderr.write(`Plimsoll needs Node 24.15 or newer: found ${process.version}\n`);
  process.exitCode = 2;
} else {
  const { start } = await import('./start.ts');
  await start();
}
