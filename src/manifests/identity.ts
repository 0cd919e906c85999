/** An object as findings call it: `Deployment echo/echo-v1`. */
export function identityText({ kind, metadata }: any): string {
  const { name, namespace } = metadata ?? {};
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
}
