import type { Schema } from '@cfworker/json-schema';
import { PLAN_FORMAT } from '../files/plan-file-name';

const text: Schema = { type: 'string', minLength: 1 };
const texts: Schema = { type: 'array', items: text, minItems: 1 };

function closed(required: { [name: string]: Schema }, optional: { [name: string]: Schema } = {}): Schema {
  return {
    type: 'object',
    properties: { ...required, ...optional },
    required: Object.keys(required),
    additionalProperties: false,
  };
}

function gate(kind: string, required: { [name: string]: Schema } = {}): Schema {
  return closed({ kind: { const: kind }, ...required });
}

/** The format of plan files, which docs/plan-file.md describes. @internal */
export const PLAN_SCHEMA: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  ...closed(
    {
      format: { const: PLAN_FORMAT },
      application: closed({ name: text, namespace: text }),
      router: text,
      stable: text,
      stages: {
        type: 'array',
        minItems: 1,
        items: closed(
          {
            id: text,
            kind: { enum: ['baseline', 'adds', 'routing', 'scales', 'removes', 'controlled'] },
            files: texts,
            gates: {
              type: 'array',
              items: {
                anyOf: [
                  gate('ready'),
                  gate('accepted'),
                  gate('manual'),
                  gate('duration', { seconds: { type: 'number', minimum: 0 } }),
                  gate('analysis', {
                    templates: texts,
                    args: { type: 'object', additionalProperties: { type: 'string' } },
                  }),
                ],
              },
            },
          },
          { name: text },
        ),
      },
    },
    { canary: text, rollbackFrom: text },
  ),
};
