import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { printFaults } from './print-faults';
import { AppRegistry } from './registry/app-registry';
import { ManifestObject } from '../synthesis/manifest-object';

/**
 * Adds objects to a construct as plain `ApiObject`s. They keep JSON patches on fields that this library does not know;
 * generated classes drop them (cdk8s#2172). An object that cannot be printed is a fault of the construct.
 *
 * @param owner the application or construct that owns the objects; two owners must not write the same object
 * @internal
 */
export function addObjects(scope: Construct, owner: string, manifests: any[]): void {
  const registry = AppRegistry.of(scope);
  const plain = registry.plainManifests;
  for (const manifest of manifests) {
    const isRepeated = plain.has(owner, manifest);
    const isPlain = isRepeated || plain.add(owner, manifest);
    const faults = isPlain ? [] : printFaults(manifest, `${manifest.kind} ${manifest.metadata.name}`);
    if (faults.length > 0) {
      scope.node.addValidation({ validate: () => faults });
      continue;
    }
    const id = `${manifest.kind}-${manifest.metadata.name}`.toLowerCase();
    const object = isPlain ? new ManifestObject(scope, id, manifest) : new ApiObject(scope, id, manifest);
    // Without a namespace of its own the object gets the chart's, so the same manifest may be a different object.
    if (!isRepeated || manifest.metadata.namespace === undefined) {
      registry.addObject(object, owner);
    }
  }
  registry.addWriter(scope);
}
