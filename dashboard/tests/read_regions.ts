// schema/regions.csv, read from disk: for code that runs outside the bundle.

import { readFileSync } from 'node:fs';

import { parseRegions, type Region } from '../src/regions_table';

export function readRegions(): Region[] {
  return parseRegions(readFileSync(new URL('../../schema/regions.csv', import.meta.url), 'utf8'));
}
