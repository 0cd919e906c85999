/** A fault in manifests or arguments that the user can correct. It is reported without a stack trace. */
export class ManifestFault extends Error {}
