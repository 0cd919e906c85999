import { GivenOptions, OptionDescriptions } from './options';
import { HttpRequest } from '../http';
import { ManifestFault } from '../manifests/manifest-fault';

/** The options that describe a request. */
export const REQUEST_OPTIONS: OptionDescriptions = {
  url: {
    type: 'string',
    value: 'URL',
    help: 'The URL of the request. Without it, traffic shows every class of requests that the routes distinguish.',
  },
  header: {
    type: 'string',
    multiple: true,
    value: "'NAME: VALUE'",
    help: 'A header of the request; may be given several times.',
  },
  method: { type: 'string', value: 'METHOD', help: 'The method of the request. By default GET.' },
};

/** The request; undefined without a URL. @throws ManifestFault where an option is not written so */
export function requestOf(options: GivenOptions): HttpRequest | undefined {
  const url = options.text('url');
  const headers = options.texts('header');
  const method = options.text('method');
  if (url === undefined) {
    if (headers.length > 0 || method !== undefined) {
      throw new ManifestFault('--header and --method need --url');
    }
    return undefined;
  }
  try {
    return headers.reduce(
      (request, text) => {
        const [, name, value] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*:(.*)$/s.exec(text) ?? [];
        if (name === undefined || /[\r\n\0]/.test(value)) {
          throw new ManifestFault(`--header is written 'name: value', given '${text}'`);
        }
        return request.withHeader(name, value);
      },
      HttpRequest.to(url, { method }),
    );
  } catch (error) {
    throw error instanceof ManifestFault ? error : new ManifestFault(`--url: ${(error as Error).message}`);
  }
}
