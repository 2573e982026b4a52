// How the explorer is built: static files, every byte from the same origin.

import { defineConfig } from 'vitest/config';

import { omitFonts } from './build/omit_fonts';
import { thirdPartyLicences } from './build/third_party_licences';
import { mockGateway } from './tests/mock_gateway';

/** Where `npm run dev` finds a gateway. */
const GATEWAY = process.env.QIANZHAN_GATEWAY ?? 'http://127.0.0.1:4000';

export default defineConfig(({ mode }) => ({
  base: './',
  plugins: [omitFonts(), thirdPartyLicences(), ...(mode === 'mock' ? [mockGateway()] : [])],
  build: {
    // Offices' browsers are old; CSS nesting and newer syntax are lowered for them.
    target: 'chrome91',
    cssTarget: 'chrome91',
    chunkSizeWarningLimit: 1200,
  },
  server: {
    host: '127.0.0.1',
    // schema/ lies beside this folder.
    fs: { allow: ['..'] },
    proxy: { '/graphql': GATEWAY },
  },
  preview: { host: '127.0.0.1' },
  test: { include: ['tests/**/*.test.ts'] },
}));
