import { checkErrors } from '../check/error-catalogue.ts';
import { formatsErrors } from '../formats/error-catalogue.ts';
import { imageErrors } from '../image/error-catalogue.ts';
import { ioErrors } from '../io/error-catalogue.ts';
import type { ErrorCatalogue } from '../model/index.ts';
import { policyErrors } from '../policy/error-catalogue.ts';
import { reportErrors } from '../report/error-catalogue.ts';
import { scanErrors } from '../scan/error-catalogue.ts';

/** The catalogues of the rooms below the command line; a new room's is one line here. */
export const errorCatalogues: readonly ErrorCatalogue[] = [
  checkErrors,
  formatsErrors,
  imageErrors,
  ioErrors,
  policyErrors,
  reportErrors,
  scanErrors,
];
