import { OutputUnit, Schema, Validator } from '@cfworker/json-schema';
import { Refusal, refusal } from './refusal';

/** These only say that something below them does not fit. */
const WRAPPERS = new Set(['properties', 'items', 'additionalProperties', 'anyOf']);

/**
 * What does not fit a schema first. A library reads the schemas, which says where and by which keyword; the words are
 * ours.
 * It interprets them, since compiling them costs more than all the objects of a usual input.
 *
 * @internal
 */
export function schemaCheck(schema: Schema): (object: any) => Refusal | undefined {
  let validator: Validator | undefined;
  return (object) => {
    validator ??= new Validator(schema, '7', true);
    const unit = firstOf(validator, object);
    return unit && refusalOf(unit, schema, object);
  };
}

function firstOf(validator: Validator, object: any): OutputUnit | undefined {
  try {
    const { valid, errors } = validator.validate(object);
    const isCause = ({ keyword }: OutputUnit, index: number) => !WRAPPERS.has(keyword) || index === errors.length - 1;
    const anyOf = errors.find(({ keyword }) => keyword === 'anyOf');
    return valid ? undefined : (anyOf ?? errors.find(isCause));
  } catch {
    // Not JSON: a number of another kind, a function, or a key that is no Unicode.
    return { keyword: 'json', keywordLocation: '#', instanceLocation: '#', error: '' };
  }
}

function refusalOf({ keyword, keywordLocation, instanceLocation }: OutputUnit, schema: Schema, object: any): Refusal {
  const place = steps(instanceLocation);
  const field = place.reduce(
    (path, step) => (/^\d+$/.test(step) ? `${path}[${step}]` : path ? `${path}.${step}` : step),
    '',
  );
  const value = at(object, place);
  const parent = at(schema, steps(keywordLocation).slice(0, -1)) ?? {};
  const rule = parent[keyword];
  const wrong = (reason: string, fix = `Change ${field}: it ${reason}.`) => refusal(field, reason, fix, value);
  switch (keyword) {
    case 'json':
      return refusal('the object', 'must be plain JSON', 'Write texts, numbers, booleans, lists and maps only.');
    case 'type': {
      const isUnquoted = rule === 'string' && ['number', 'boolean'].includes(typeof value);
      return wrong(`must be ${KINDS[rule] ?? rule}`, isUnquoted ? `Write ${field} in quotes: "${value}".` : undefined);
    }
    case 'anyOf':
      return wrong('must be an integer or a string');
    case 'enum':
      return wrong(`must be one of ${rule.join(', ')}`);
    case 'required': {
      const missing = rule.find((name: string) => !(name in value));
      const whole = field ? `${field}.${missing}` : missing;
      return refusal(whole, 'is missing', `Add ${whole}.`);
    }
    case 'false':
    case 'additionalProperties':
      return refusal(
        field,
        'is a field that this kind does not have (kubectl asks for strict validation)',
        `Remove ${field}, or correct its name.`,
      );
    case 'pattern':
      return wrong(`must be ${parent.description ?? `a match of ${rule}`}`);
    case 'not':
      return wrong(`must have at most one of ${parent.description}`);
    default:
      return wrong(bound(keyword, rule));
  }
}

const KINDS: { [type: string]: string } = {
  string: 'a string',
  integer: 'an integer',
  number: 'a number',
  boolean: 'a boolean',
  array: 'a list',
  object: 'a map',
};

function bound(keyword: string, limit: number): string {
  switch (keyword) {
    case 'minimum':
      return `must be at least ${limit}`;
    case 'maximum':
      return `must be at most ${limit}`;
    case 'minLength':
      return limit === 1 ? 'must not be empty' : `must have at least ${limit} characters`;
    case 'maxLength':
      return `must have at most ${limit} characters`;
    case 'minItems':
      return `must have at least ${limit} ${limit === 1 ? 'item' : 'items'}`;
    case 'maxItems':
      return `must have at most ${limit} items`;
    default:
      return `must have at most ${limit} entries`;
  }
}

/** The steps of a JSON pointer, in the form of an URI fragment. */
function steps(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => decodeURIComponent(step).replace(/~1/g, '/').replace(/~0/g, '~'));
}

function at(value: any, place: string[]): any {
  return place.reduce((inner, step) => inner?.[step], value);
}
