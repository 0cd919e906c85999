import { basename, dirname } from 'node:path';
import { Document, isCollection, parseDocument, visit } from 'yaml';
import { textOfValue } from '../readers/engine/kubernetes-object';

/** Names of the files that tell kustomize what to build. */
const KUSTOMIZATION = /^kustomization(\.ya?ml)?$/i;

/** Flux has objects of this name as well. */
const OTHER_GROUP = /^kustomize\.toolkit\.fluxcd\.io\//;

/** What changes nothing of the files beside it. */
const HARMLESS = ['apiVersion', 'kind', 'metadata', 'resources', 'sortOptions'];

/** A file that tells kustomize what to build, and that is no manifest itself. */
export interface Kustomization {
  readonly file: string;
  /** Why the files beside it are not what kubectl applies; undefined where it only lists them. */
  readonly fault?: string;
}

/** Whether kustomize would look for a kustomization in a file, by its name. */
export function mayBeKustomization(file: string): boolean {
  return KUSTOMIZATION.test(basename(file));
}

/** The kustomization of a file; undefined where it is one of Flux, or no map. */
export function kustomizationOf(file: string, text: string): Kustomization | undefined {
  const fields = fieldsOf(text);
  if (fields === undefined || OTHER_GROUP.test(textOfValue(fields.apiVersion))) {
    return undefined;
  }
  const changing = Object.keys(fields).filter((field) => !HARMLESS.includes(field));
  const outside = [fields.resources ?? []]
    .flat()
    .map(textOfValue)
    .filter((one) => /^\.\.|:\/\//.test(one));
  const reasons = [
    ...(changing.length > 0 ? [`changes objects (${changing.sort().join(', ')})`] : []),
    ...(outside.length > 0 ? [`takes objects from elsewhere (${outside.join(', ')})`] : []),
  ];
  const fault =
    `${file} ${reasons.join(' and ')}: build it first, and read what comes out, ` +
    `such as kubectl kustomize ${dirname(file)} | cdk8s-rollouts check -`;
  return reasons.length === 0 ? { file } : { file, fault };
}

function fieldsOf(text: string): { readonly [field: string]: any } | undefined {
  try {
    // Of what is no YAML the reader of manifests tells what is wrong: the parser itself says nothing.
    const document = parseDocument(text, { logLevel: 'silent' });
    const value = document.errors.length > 0 ? undefined : document.toJS();
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The beginning of an action of Helm's templates, where YAML has a value or a line. */
const ACTION = /(^|[:\-[,]\s)\s*\{\{/m;

/** What to say of a text that Helm has to render. */
export const TEMPLATE_REASON = 'it is a Helm template: render it first by helm template, and read what comes out';

/** Whether a text that is no YAML is a template of Helm. */
export function isTemplate(text: string): boolean {
  return ACTION.test(text);
}

/** Whether a document reads as YAML only because {{ … }} is a map in a map: nobody writes a map as a key. */
export function isTemplateDocument(text: string, document: Document): boolean {
  let isFound = false;
  if (isTemplate(text)) {
    visit(document, {
      Pair(_, { key }) {
        isFound ||= isCollection(key);
        return isFound ? visit.BREAK : undefined;
      },
    });
  }
  return isFound;
}
