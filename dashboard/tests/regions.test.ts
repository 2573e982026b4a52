import { expect, test } from 'vitest';

import { CITIES, PROVINCES, REGIONS } from '../src/regions';
import { parseRegions } from '../src/regions_table';

const HEADER = 'code,parent_code,level,name,short_name,pinyin';

test('the table has the province, 14 cities and 86 counties, each in its place', () => {
  expect(PROVINCES.map((region) => region.name)).toEqual(['甘肃省']);
  expect(CITIES).toHaveLength(14);
  const counties = CITIES.flatMap((city) => city.counties);
  expect(counties).toHaveLength(86);
  expect(1 + CITIES.length + counties.length).toBe(REGIONS.length);
  expect(CITIES.find(({ city }) => city.code === '620200')?.counties).toEqual([]);
});

test.each([
  ['another header', 'code,name\n620000,甘肃省'],
  ['a field too few', `${HEADER}\n620000,,PROVINCE,甘肃省,甘肃`],
  ['a field too many', `${HEADER}\n620000,,PROVINCE,甘肃省,甘肃,Gansu Sheng,x`],
  ['an unknown level', `${HEADER}\n620000,,STATE,甘肃省,甘肃,Gansu Sheng`],
])('%s is refused', (_case, csv) => {
  expect(() => parseRegions(csv)).toThrow(/regions\.csv/);
});
