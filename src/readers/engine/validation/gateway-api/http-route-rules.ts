import { filterRefusals, portRefusals } from './filter-rules';
import { KubernetesObject } from '../../kubernetes-object';
import { milliseconds } from '../durations';
import { each, Refusal, refusal, repeated } from '../refusal';

const MOST_MATCHES = 128;

/**
 * What an HTTPRoute must fulfil beside its schema: the rules in CEL of its CustomResourceDefinition
 * (apis/v1/httproute_types.go of kubernetes-sigs/gateway-api).
 *
 * @internal
 */
export function* httpRouteRefusals({ spec }: KubernetesObject): Generator<Refusal> {
  yield* parentRefusals(spec?.parentRefs);
  let matches = 0;
  for (const [rule, path] of each(spec?.rules, 'spec.rules')) {
    matches += rule.matches?.length ?? 1;
    yield* ruleRefusals(rule, path);
  }
  if (matches > MOST_MATCHES) {
    yield refusal(
      'spec.rules',
      `must have at most ${MOST_MATCHES} matches in all, and has ${matches}`,
      'Move some rules into another HTTPRoute.',
    );
  }
}

/** Of several references to one parent each names another section. */
function* parentRefusals(parents: any[] | undefined): Generator<Refusal> {
  const sections = new Map<string, Set<string>>();
  for (const [
    { group = 'gateway.networking.k8s.io', kind = 'Gateway', namespace = '', name, sectionName = '' },
    path,
  ] of each(parents, 'spec.parentRefs')) {
    const key = JSON.stringify([group, kind, namespace, name]);
    const known = sections.get(key) ?? new Set<string>();
    sections.set(key, known);
    if (known.has(sectionName) || (known.size > 0 && (sectionName === '' || known.has('')))) {
      yield refusal(
        path,
        `refers to ${kind} ${name} again: references to one parent need different sectionNames`,
        'Name a section in each reference to this parent, or keep one reference.',
      );
    }
    known.add(sectionName);
  }
}

function* ruleRefusals(rule: any, path: string): Generator<Refusal> {
  for (const [match, place] of each(rule.matches, `${path}.matches`)) {
    yield* pathRefusals(match.path, `${place}.path`);
    yield* repeated(match.headers, `${place}.headers`, ({ name }) => name, 'name');
    yield* repeated(match.queryParams, `${place}.queryParams`, ({ name }) => name, 'name');
  }
  yield* filterRefusals(rule.filters, `${path}.filters`);
  const hasBackends = (rule.backendRefs ?? []).length > 0;
  for (const [filter, place] of each(rule.filters, `${path}.filters`)) {
    if (hasBackends && filter.requestRedirect) {
      yield refusal(
        place,
        'redirects, and the rule has backendRefs too',
        `Remove ${path}.backendRefs, or the redirect.`,
      );
    }
    yield* prefixRefusals(filter, rule.matches, place);
  }
  for (const [backend, place] of each(rule.backendRefs, `${path}.backendRefs`)) {
    yield* portRefusals(backend, place);
    yield* filterRefusals(backend.filters, `${place}.filters`);
  }
  // The rules say exists_one: where several backends replace prefixes, they say nothing.
  for (const field of ['requestRedirect', 'urlRewrite']) {
    const backends = [...each(rule.backendRefs, `${path}.backendRefs`)].filter(([{ filters }]) =>
      filters?.some((filter: any) => replacesPrefix(filter[field])),
    );
    if (backends.length === 1) {
      const [{ filters }, place] = backends[0];
      yield* prefixRefusals(
        filters.find((filter: any) => replacesPrefix(filter[field])),
        rule.matches,
        `${place}.filters`,
      );
    }
  }
  const { request, backendRequest } = rule.timeouts ?? {};
  if (
    request !== undefined &&
    backendRequest !== undefined &&
    milliseconds(request) !== 0 &&
    milliseconds(backendRequest) > milliseconds(request)
  ) {
    yield refusal(
      `${path}.timeouts.backendRequest`,
      `must not be longer than the timeout of the whole request, ${request}`,
      `Write at most ${request}.`,
      backendRequest,
    );
  }
}

const VALID_PATH = /^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|[%][0-9a-fA-F]{2})+$/;

function* pathRefusals(path: any, place: string): Generator<Refusal> {
  const { type = 'PathPrefix', value = '/' } = path ?? {};
  if (type === 'RegularExpression') {
    return;
  }
  const wrong = (reason: string) =>
    refusal(`${place}.value`, reason, `Change ${place}.value, or make it a RegularExpression.`, value);
  if (!value.startsWith('/')) {
    yield wrong('must begin with a slash');
  }
  const inside = ['//', '/./', '/../', '%2f', '%2F', '#'].find((part) => value.includes(part));
  if (inside !== undefined) {
    yield wrong(`must not contain ${inside}`);
  }
  const end = ['/..', '/.'].find((part) => value.endsWith(part));
  if (end !== undefined) {
    yield wrong(`must not end with ${end}`);
  }
  if (!VALID_PATH.test(value)) {
    yield wrong('must have only characters that may stand in a path, others as %20');
  }
}

/** A part of the path can only be replaced where one prefix is known. */
function* prefixRefusals(filter: any, matches: any[] | undefined, place: string): Generator<Refusal> {
  if (!replacesPrefix(filter.requestRedirect) && !replacesPrefix(filter.urlRewrite)) {
    return;
  }
  // Without matches, or without a path in a match, the prefix / is filled in.
  const isPrefix =
    matches === undefined || (matches.length === 1 && (matches[0].path?.type ?? 'PathPrefix') === 'PathPrefix');
  if (!isPrefix) {
    yield refusal(
      place,
      'replaces the matched prefix, so the rule must have exactly one match, of a PathPrefix',
      'Give the rule one match of a PathPrefix, or replace the full path.',
    );
  }
}

function replacesPrefix(change: any): boolean {
  return change?.path?.type === 'ReplacePrefixMatch' && change.path.replacePrefixMatch !== undefined;
}
