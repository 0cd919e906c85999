/**
 * A version as it appears in object names: lower case, every run of other characters one dash.
 *
 * Object names are DNS labels while versions are not (`2.4.20`, `V1`), so `echo` at `2.4.20` is the Deployment
 * `echo-2-4-20`. Two versions of one plan must differ after this, or their objects would overwrite each other.
 *
 * @internal
 */
export function normalizedVersion(version: string): string {
  return version.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
}
