import { FlatRoute, routeField, routeName } from './flat-route';
import { actionKind, pathKind } from './matchers';
import { Note, note, NoteKind } from '../../engine/note';

const SOURCE = 'projects/gloo/pkg/translator/route_config.go of solo-io/gloo';

/** What Gloo does with a route of which it reports an error. @internal */
export const SERVED =
  'Gloo reports an error and serves the route all the same; where its webhook is strict, the object is refused';

/** Paths that Gloo does not accept, and yet serves (ValidateRoutePath, ValidatePrefixRewrite). @internal */
export function reportedFaults(flat: FlatRoute): Note[] {
  const { route, matchers, holder, position } = flat;
  const faults = [
    ...matchers
      .flatMap((matcher) =>
        ['prefix', 'exact'].includes(pathKind(matcher) ?? '') ? matcher[pathKind(matcher)!] : [],
      )
      .map(pathFault),
    ...(actionKind(route) === 'redirectAction' ? redirectFaults(route.redirectAction) : []),
    ...(actionKind(route) === 'routeAction' ? [rewriteFault(route.options?.prefixRewrite)] : []),
  ];
  return faults
    .filter((fault) => fault !== undefined)
    .slice(0, 1)
    .map((fault) =>
      note(NoteKind.REJECTED, 'gloo-path-invalid', [holder], `${routeName(holder, position)}: ${fault}. ${SERVED}`, {
        field: routeField(holder, position),
        fix: 'Write the path without it, and escape other characters, such as %20 for a blank.',
        source: SOURCE,
      }),
    );
}

function redirectFaults({ pathRedirect, prefixRewrite, hostRedirect }: any): (string | undefined)[] {
  return [pathFault(pathRedirect ?? ''), pathFault(hostRedirect ?? ''), rewriteFault(prefixRewrite)];
}

/** Gloo parses a rewrite as a URL and judges its decoded path. */
function rewriteFault(rewrite: unknown): string | undefined {
  return typeof rewrite === 'string' ? pathFault(decoded(rewrite.split(/[?#]/)[0])) : undefined;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function pathFault(path: string): string | undefined {
  if (!/^(?:[A-Za-z0-9/:@._~!$&'()*+,;=-]|%[0-9a-fA-F]{2})*$/.test(path)) {
    return `the path ${path} has characters that Gloo does not accept`;
  }
  const part =
    ['//', '/./', '/../', '%2f', '%2F'].find((one) => path.includes(one)) ??
    ['/..', '/.'].find((one) => path.endsWith(one));
  return part === undefined ? undefined : `the path ${path} contains ${part}`;
}
