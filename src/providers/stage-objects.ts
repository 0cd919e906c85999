import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ObjectRegistry } from './object-registry';
import { Application } from '../application';

/**
 * Adds objects of an application below a construct, as plain `ApiObject`s: a JSON patch on a field that this
 * library does not know survives, which it would not in a generated class (cdk8s#2172).
 *
 * @internal
 */
export function addObjects(scope: Construct, application: Application, manifests: any[]): void {
  const registry = ObjectRegistry.of(scope);
  for (const manifest of manifests) {
    const id = `${manifest.kind}-${manifest.metadata.name}`.toLowerCase();
    registry.add(new ApiObject(scope, id, manifest), application.id);
  }
}
