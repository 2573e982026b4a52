import { afterEach, expect, test, vi } from 'vitest';

import { CoverageLog } from '../src/coverage/log';
import { createFetcher } from '../src/gateway/fetcher';
import { MESSAGES } from '../src/messages';

afterEach(() => vi.unstubAllGlobals());

test('asks for the coverage of each site, and passes the headers of the reader', async () => {
  const { request } = await run(() => json({ data: {} }), { headers: { authorization: 'Bearer x' } });
  expect(request.headers.get('x-qianzhan-coverage')).toBe('sites');
  expect(request.headers.get('authorization')).toBe('Bearer x');
});

test('asks as the identity that the reader chose, unless they wrote a token themselves', async () => {
  const chosen = await run(() => json({ data: {} }), { token: 'a' });
  expect(chosen.request.headers.get('authorization')).toBe('Bearer a');
  const headers = { Authorization: 'Bearer b' };
  const written = await run(() => json({ data: {} }), { token: 'a', headers });
  expect(written.request.headers.get('authorization')).toBe('Bearer b');
  const none = await run(() => json({ data: {} }));
  expect(none.request.headers.has('authorization')).toBe(false);
});

test('shows the answer without the list of sites, which the log keeps', async () => {
  const sites = [{ site: '620000', region: '620000', outcome: 'ANSWERED' }];
  const coverage = { asked: 1, answered: 1, complete: true, missing: [], sites };
  const { result, log } = await run(() => json({ data: { a: 1 }, extensions: { coverage } }));
  expect(result).toEqual({
    data: { a: 1 },
    extensions: { coverage: { asked: 1, answered: 1, complete: true, missing: [] } },
  });
  expect(log.of('tab')).toMatchObject({ sites });
});

test('reading the schema leaves the coverage of the tab as it is', async () => {
  const answer = () => json({ data: {}, extensions: { coverage: { asked: 0 } } });
  const { log } = await run(answer, { operationName: 'IntrospectionQuery' });
  expect(log.of('tab')).toBeNull();
});

test('an error answer with another status is shown as it came', async () => {
  const errors = [{ message: 'no such region', extensions: { code: 'REGION_UNKNOWN' } }];
  const { result } = await run(() => json({ errors }, 400));
  expect(result).toEqual({ errors });
});

test.each([
  ['no connection', () => Promise.reject(new TypeError('failed')), 'GATEWAY_UNREACHABLE'],
  ['a page of a proxy', () => new Response('<html>', { status: 502 }), 'GATEWAY_ANSWER_UNREADABLE'],
  ['JSON of another kind', () => json({ status: 'ok' }), 'GATEWAY_ANSWER_UNREADABLE'],
])('%s becomes an error with a code', async (_case, answer, code) => {
  const { result, log, onUnreachable } = await run(answer);
  expect(result).toMatchObject({ errors: [{ extensions: { code } }] });
  expect(onUnreachable).toHaveBeenCalledTimes(code === 'GATEWAY_UNREACHABLE' ? 1 : 0);
  expect(log.of('tab')).toBe('unsaid');
});

async function run(
  answer: () => Response | Promise<Response>,
  options: { headers?: Record<string, string>; operationName?: string; token?: string } = {},
) {
  const requests: Request[] = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    requests.push(new Request(new URL(url, 'http://gateway.test'), init));
    return answer();
  });
  const log = new CoverageLog();
  log.activeTab = 'tab';
  const onUnreachable = vi.fn();
  const fetcher = createFetcher({
    log,
    messages: () => MESSAGES.zh,
    onUnreachable,
    token: () => options.token,
  });
  const result = await fetcher(
    { query: '{ a }', operationName: options.operationName ?? null },
    { headers: options.headers },
  );
  const [request] = requests;
  if (request === undefined) throw new Error('nothing was asked');
  return { result, log, request, onUnreachable };
}

function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status });
}
