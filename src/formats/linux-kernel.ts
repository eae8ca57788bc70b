import { isElf, parseElf, sectionBytes } from './elf.ts';

const latin1: TextDecoder = new TextDecoder('latin1');
/** `6.1.0-18-amd64` and what follows it: who built it, with what, when. */
const release = /^([0-9]{1,3}\.[0-9]{1,4}(?:\.[0-9]{1,4})?[0-9A-Za-z.+_~-]{0,100})(?: |$)/;

/**
 * Release of a compressed kernel for x86 (`bzImage`), which its boot header points to; undefined
 * when the file is none. Documentation/arch/x86/boot.rst of Linux.
 */
export function kernelRelease(bytes: Uint8Array): string | undefined {
  if (bytes.length < 0x210 || latin1.decode(bytes.subarray(0x202, 0x206)) !== 'HdrS') {
    return undefined;
  }
  const at = ((bytes[0x20e] ?? 0) | ((bytes[0x20f] ?? 0) << 8)) + 0x200;
  const end = bytes.subarray(at, at + 512).indexOf(0);
  return end === -1 ? undefined : release.exec(latin1.decode(bytes.subarray(at, at + end)))?.[1];
}

/** `key=value` texts of a kernel module's section `.modinfo`; undefined when the file is no module. */
export function moduleInfo(
  bytes: Uint8Array,
  what: string,
): ReadonlyMap<string, string> | undefined {
  if (!isElf(bytes)) return undefined;
  const section = sectionBytes(bytes, parseElf(bytes, what), '.modinfo');
  if (section === undefined) return undefined;
  const facts = new Map<string, string>();
  // Aliases come by the hundred; nothing else is long.
  for (const text of latin1.decode(section.subarray(0, 1024 * 1024)).split('\0')) {
    const equals = text.indexOf('=');
    if (equals > 0 && !facts.has(text.slice(0, equals))) {
      facts.set(text.slice(0, equals), text.slice(equals + 1));
    }
  }
  return facts;
}
