import { afterEach, expect, test, vi } from 'vitest';

import { readIdentities } from '../src/gateway/identities';

afterEach(() => vi.unstubAllGlobals());

const identity = { key: 'a', name: { zh: '甲', en: 'A' }, token: 't' };

test('reads the identities that a demonstration hands out', async () => {
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify([identity, { key: 'b' }, null])));
  expect(await readIdentities()).toEqual([identity]);
});

test.each([
  ['a gateway that has none', async () => new Response('{}', { status: 404 })],
  ['a page instead', async () => new Response('<html>')],
  ['JSON of another kind', async () => new Response('{}')],
  ['no connection', () => Promise.reject(new TypeError('failed'))],
])('%s offers none', async (_case, answer) => {
  vi.stubGlobal('fetch', answer);
  expect(await readIdentities()).toEqual([]);
});
