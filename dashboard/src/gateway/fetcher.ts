// What GraphiQL calls to run an operation: asks the gateway and keeps the coverage of the answer.

import type { Fetcher } from '@graphiql/toolkit';
import type { FormattedExecutionResult } from 'graphql';

import type { CoverageLog } from '../coverage/log';
import { readCoverage } from '../coverage/report';
import type { Messages } from '../messages';
import { ask, type GatewayAnswer } from './endpoint';

const INTROSPECTION = 'IntrospectionQuery';

interface FetcherOptions {
  log: CoverageLog;
  /** Called for each failure, so that the text follows the language of the moment. */
  messages(): Messages;
  /** Called when no answer came, so that the masthead need not wait to say so. */
  onUnreachable(): void;
  /** Token of the identity that the reader looks as; none is whoever the gateway takes them for. */
  token(): string | undefined;
}

export function createFetcher({ log, messages, onUnreachable, token }: FetcherOptions): Fetcher {
  return async (params, options) => {
    const headers = withToken(options?.headers as Record<string, string> | undefined, token());
    const answer = await ask(params, { headers });
    if (answer.kind === 'unreachable') onUnreachable();
    const result = asResult(answer, messages());
    if (params.operationName === INTROSPECTION) return result;
    log.record(readCoverage(result.extensions?.coverage));
    return withoutSiteList(result);
  };
}

/** What the reader wrote among the headers goes before the identity that they chose. */
function withToken(
  headers: Record<string, string> | undefined,
  token: string | undefined,
): Record<string, string> {
  const own = headers ?? {};
  const hasOwn = Object.keys(own).some((name) => name.toLowerCase() === 'authorization');
  return token === undefined || hasOwn ? own : { ...own, authorization: `Bearer ${token}` };
}

function asResult(answer: GatewayAnswer, messages: Messages): FormattedExecutionResult {
  switch (answer.kind) {
    case 'answered':
      return answer.result;
    case 'unreachable':
      return failure(messages.errors.unreachable, 'GATEWAY_UNREACHABLE');
    case 'unreadable':
      return failure(messages.errors.unreadable(answer.status), 'GATEWAY_ANSWER_UNREADABLE');
  }
}

function failure(message: string, code: string): FormattedExecutionResult {
  return { errors: [{ message, extensions: { code } }] };
}

/** The panel shows the list as tiles; as text it would bury the answer under a hundred entries. */
function withoutSiteList(result: FormattedExecutionResult): FormattedExecutionResult {
  const coverage = result.extensions?.coverage;
  if (typeof coverage !== 'object' || coverage === null || !('sites' in coverage)) return result;
  const { sites: _, ...counts } = coverage;
  return { ...result, extensions: { ...result.extensions, coverage: counts } };
}
