import { GivenOptions, OptionDescriptions, suggestion } from './options';
import { ManifestFault } from '../manifests/manifest-fault';
import { Traffic } from '../readers/traffic';

/** The option that says which router the client talks to. */
export const ROUTER_OPTIONS: OptionDescriptions = {
  router: {
    type: 'string',
    value: 'NAME',
    help: "The router that the client talks to: only needed where several know the request's host.",
  },
};

/** The router as readers call it. @throws ManifestFault where there are routes, and none of this router */
export function routerOf(options: GivenOptions, traffics: readonly Traffic[]): string | undefined {
  const given = options.text('router');
  const known = [...new Set(traffics.flatMap(({ routers }) => routers))];
  if (given === undefined || known.length === 0 || known.includes(given)) {
    return given;
  }
  const written = (name: string) => name.toLowerCase().replace(/[-_ ]/g, '');
  const found = known.find((name) => written(name) === written(given));
  if (found === undefined) {
    const routes = `the routes are for ${known.join(', ')}`;
    const meant = suggestion(given, known);
    throw new ManifestFault(`--router: no route is for '${given}': ${routes}${meant && `; ${meant}`}`);
  }
  return found;
}
