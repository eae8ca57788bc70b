import { kindOf } from '../io/files.ts';
import { openArchive } from './archive-store.ts';
import { folderStore } from './blob-store.ts';
import type { ImageSource } from './contract.ts';
import { ImageError } from './errors.ts';
import { openLayout } from './layout.ts';
import { splitReference } from './reference-path.ts';

/** A folder with an OCI image layout: `oci-dir:DIR[:TAG]`. */
export const ociDir: ImageSource = {
  id: 'oci-dir',
  prefix: 'oci-dir:',
  title: 'OCI layout folder',
  open: async (reference, options) => {
    const place = splitReference(reference);
    if (place === undefined) return undefined;
    if (kindOf(place.path) !== 'directory') {
      throw new ImageError('IMAGE_NOT_AN_IMAGE', {
        en: `Cannot open "${place.path}" as OCI layout: it is no folder`,
        'zh-CN': `无法将“${place.path}”作为 OCI layout 打开：它不是目录`,
      });
    }
    return openLayout(folderStore(place.path), place.name, options);
  },
};

/** A tar archive of an OCI image layout: `oci-archive:FILE[:TAG]`. */
export const ociArchive: ImageSource = {
  id: 'oci-archive',
  prefix: 'oci-archive:',
  title: 'archive of an OCI layout',
  open: async (reference, options) => {
    const place = splitReference(reference);
    if (place === undefined) return undefined;
    return openLayout(await openArchive(place.path, options.signal), place.name, options);
  },
};
