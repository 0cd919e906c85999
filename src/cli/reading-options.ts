import { GivenOptions, OptionDescriptions } from './options';
import { GatewayImplementation, TrafficOptions } from '../readers/engine';

/** The options that say how manifests are read. */
export const READING_OPTIONS: OptionDescriptions = {
  complete: {
    type: 'boolean',
    help:
      'The manifests are the whole cluster: an object that they refer to and do not contain does not exist. By ' +
      'default it is assumed to exist.',
  },
  implementation: {
    type: 'string',
    oneOf: Object.values(GatewayImplementation),
    help:
      'Which implementation of the Gateway API runs. By default the one of the GatewayClass, otherwise the ' +
      'standard.',
  },
};

/** How manifests are read. */
export function readingOf(options: GivenOptions): TrafficOptions {
  return {
    complete: options.has('complete'),
    implementation: options.text('implementation') as GatewayImplementation | undefined,
  };
}
