import { GeneratedRequest } from './generated-case';
import { headerLines, path } from './istio-words';
import { Random } from './random';

/** A request to a host, over the words that routes are made of. */
export function request(random: Random, host: string): GeneratedRequest {
  const headers = headerLines(random);
  const method = random.pick(['GET', 'GET', 'GET', 'GET', 'POST', 'PUT']);
  return {
    url: `http://${host}${path(random)}`,
    ...(method === 'GET' ? {} : { method }),
    ...(headers.length === 0 ? {} : { headers }),
  };
}
