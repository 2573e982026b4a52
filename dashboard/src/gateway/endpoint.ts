// One GraphQL request to the gateway that served this page.
// Asks for the coverage of each site (`x-qianzhan-coverage: sites`), not only for the counts.

import type { FormattedExecutionResult } from 'graphql';

const ENDPOINT = '/graphql';

export interface GraphQLRequest {
  query: string;
  operationName?: string | null;
  variables?: unknown;
}

export type GatewayAnswer =
  | { kind: 'answered'; result: FormattedExecutionResult }
  /** No connection, or it broke before the answer was whole. */
  | { kind: 'unreachable' }
  /** Something answered, but not in GraphQL: a proxy, or another server. */
  | { kind: 'unreadable'; status: number };

export async function ask(
  request: GraphQLRequest,
  options: { headers?: Record<string, string>; signal?: AbortSignal } = {},
): Promise<GatewayAnswer> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(ENDPOINT, {
      method: 'POST',
      headers: {
        accept: 'application/graphql-response+json, application/json;q=0.9',
        'content-type': 'application/json',
        'x-qianzhan-coverage': 'sites',
        ...options.headers,
      },
      body: JSON.stringify(request),
      signal: options.signal ?? null,
    });
    text = await response.text();
  } catch {
    return { kind: 'unreachable' };
  }
  const result = parseResult(text);
  return result === null
    ? { kind: 'unreadable', status: response.status }
    : { kind: 'answered', result };
}

function parseResult(text: string): FormattedExecutionResult | null {
  try {
    const value: unknown = JSON.parse(text);
    const isResult =
      typeof value === 'object' && value !== null && ('data' in value || 'errors' in value);
    return isResult ? (value as FormattedExecutionResult) : null;
  } catch {
    return null;
  }
}
