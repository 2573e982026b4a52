import { expect, test } from 'vitest';

import { packageFolder } from '../build/third_party_licences';

test.each([
  ['/a/node_modules/react/index.js', '/a/node_modules/react'],
  ['/a/node_modules/@graphiql/react/dist/index.js', '/a/node_modules/@graphiql/react'],
  ['\0/a/node_modules/react/index.js?commonjs-module', '/a/node_modules/react'],
  ['/a/node_modules/x/node_modules/y/z.js', '/a/node_modules/x/node_modules/y'],
  ['/a/src/main.tsx', null],
])('%s belongs to %s', (moduleId, folder) => {
  expect(packageFolder(moduleId)).toBe(folder);
});
