/** Something that the user can mend, in manifests or on the command line: told in its own words, without a stack trace. */
export class ManifestFault extends Error {}
