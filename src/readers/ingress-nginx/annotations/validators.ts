import { isIP } from 'node:net';

/** Whether the controller accepts a value. @internal */
export type Validator = (value: string) => boolean;

/**
 * One of some expressions, searched in the value without blanks; no line may end inside it (ValidateRegex).
 *
 * @internal
 */
export function compact(expression: RegExp): Validator {
  return (value) => matches(expression, value.replace(/ /g, ''));
}

/** The same with the value as written. @internal */
export function verbatim(expression: RegExp): Validator {
  return (value) => matches(expression, value);
}

function matches(expression: RegExp, value: string): boolean {
  return expression.test(value) && !/[\r\n]/.test(value);
}

/** One of some words, with blanks around it (ValidateOptions). @internal */
export function oneOf(words: string[], ignoresCase = false): Validator {
  return (value) => words.includes(ignoresCase ? value.trim().toLowerCase() : value.trim());
}

/** Every value. @internal */
export const anything: Validator = () => true;

/** A word that Go's strconv.ParseBool knows. @internal */
export const bool: Validator = (value) => /^(1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(value);

/** A whole number of 64 bits. @internal */
export const int: Validator = (value) => {
  return (
    /^[-+]?\d+$/.test(value) && BigInt.asIntN(64, BigInt(value.replace('+', ''))) === BigInt(value.replace('+', ''))
  );
};

/** Addresses and networks, with commas between them (ParseCIDRs in internal/net/ipnet.go). @internal */
export const networks: Validator = (value) =>
  value
    .split(',')
    .map((one) => one.trim())
    .every((one) => {
      const [address, bits, ...rest] = one.split('/');
      const family = address.includes('%') ? 0 : isIP(address);
      const isLength = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
      return family !== 0 && rest.length === 0 && isLength;
    });

/** Names of servers, with commas between them. @internal */
export const serverNames: Validator = (value) => value.split(',').every(serverName);

/** A name of a server, which may be an expression. @internal */
export const serverName: Validator = (value) => EXPRESSION.test(value.trim());

/** Letters, digits and what stands in a host, a port and a path. @internal */
export const BASIC = /^[-._~a-zA-Z0-9/:]*$/;

/** Also what expressions consist of. @internal */
export const EXPRESSION = /^[-._~a-zA-Z0-9/:^$[\](){}*+?|&=\\]*$/;

/** Also a comma and a blank. @internal */
export const EXTENDED = /^[-._~a-zA-Z0-9/:, ]*$/;

/** A URL with a query. @internal */
export const URL_CHARACTERS = /^[-._~a-zA-Z0-9/:,?&=]*$/;

/** A URL with variables of nginx. @internal */
export const URL_WITH_VARIABLES = /^[-._~a-zA-Z0-9/:,?&= $]*$/;

/** Variables of nginx. @internal */
export const VARIABLES = /^[A-Za-z0-9\-_${}]*$/;

/** A path that may refer to groups of an expression. @internal */
export const PATH_WITH_GROUPS = /^\/?[-._~a-zA-Z0-9/:$]*$/;

/** Names of headers. @internal */
export const HEADERS = /^[A-Za-z0-9\-_, ]*$/;

/** A size in bytes. @internal */
export const SIZE = /^\d+[bkmg]?$/i;

/** Origins with commas between them, or all; the same language as upstream's, without its backtracking. @internal */
export const ORIGINS = /^(?:(?:[A-Za-z0-9\-.,]|\*\.|:\d|(?<=[a-z]):\/\/)*|\*)$/;
