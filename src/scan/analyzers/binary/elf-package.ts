import { elfNotes, isElf, parseElf } from '../../../formats/elf.ts';
import { objectOf, textOf } from '../../../formats/json-values.ts';
import { purlOf } from '../../../formats/purl.ts';
import { errorText } from '../../../model/index.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader } from '../contract.ts';
import { mayBeProgram } from '../paths.ts';

/** Larger files are libraries for machine learning, which would be over the limit of what is held. */
const largest = 64 * 2 ** 20;
/** Type of the note, and of whom it is: systemd, "Package Metadata for Executable Files". */
const noteType = 0xcafe1a7e;
const noteName = 'FDO';
/** What the `type` of a note is called as a package type; others are kept as programs. */
const types: ReadonlyMap<string, string> = new Map([
  ['deb', 'deb'],
  ['rpm', 'rpm'],
  ['apk', 'apk'],
]);

function read(file: FileReader): AnalyzerResult {
  const elf = parseElf(file.bytes, `"${file.path}"`);
  const note = elfNotes(file.bytes, elf).find(
    ({ name, type }) => name === noteName && type === noteType,
  );
  if (note === undefined) return {};
  let said: unknown;
  try {
    said = JSON.parse(
      Buffer.from(note.content)
        .toString('utf8')
        .replace(/(?<!\0)\0+$/, ''),
    );
  } catch (error) {
    const text = `Cannot read the package note of "${file.path}": ${errorText(error)}`;
    return { problems: [{ code: 'JSON_INVALID', text }] };
  }
  const { type, name, version, architecture, os, osVersion, osCpe } = objectOf(said);
  const [pkg, release] = [textOf(name), textOf(version)];
  if (pkg === undefined || release === undefined) return {};
  const system = textOf(os);
  const distro = [system, textOf(osVersion)].filter((part) => part !== undefined).join('-');
  const arch = textOf(architecture);
  return {
    packages: [
      {
        name: pkg,
        version: release,
        // It was copied out of its package: the list of installed ones does not have it.
        type: 'generic',
        purl: purlOf({
          type: types.get(textOf(type) ?? '') ?? 'generic',
          name: pkg,
          version: release,
          ...(system === undefined ? {} : { namespace: system }),
          qualifiers: {
            ...(arch === undefined ? {} : { arch }),
            ...(distro === '' ? {} : { distro }),
          },
        }),
        ...(textOf(osCpe) === undefined ? {} : { qualifiers: { builtFor: textOf(osCpe) ?? '' } }),
      },
    ],
  };
}

/**
 * Programs that say which package they come from, for those that no installed package owns: copied
 * from one image into another they would be nobody's. The note lies near the start of the file.
 */
export const elfPackage: FileAnalyzer = {
  id: 'elf-package',
  version: 1,
  type: 'generic',
  resultType: 'binary',
  finds: 'installed',
  files: ['**'],
  wants: (path, stat) => stat.size <= largest && mayBeProgram(path, stat),
  wantsHead: (head) =>
    isElf(head) && Buffer.from(head.buffer, head.byteOffset, head.length).includes('FDO\0'),
  yieldsToOwner: true,
  skipsCode: true,
  read,
};
