/** A Rollout as it may have been before the release. The manifest does not tell which version it replaces. */
export function ofUnknownVersion(object: any): any {
  const template = object.spec?.template;
  if (object.kind !== 'Rollout' || !template?.metadata?.labels) {
    return object;
  }
  const { version: _, ...labels } = template.metadata.labels;
  return { ...object, spec: { ...object.spec, template: { ...template, metadata: { ...template.metadata, labels } } } };
}
