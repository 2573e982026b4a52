// The province's regions, from schema/regions.csv at build time.

import table from '../../schema/regions.csv?raw';
import { parseRegions, type Region } from './regions_table';

export type { Region, RegionLevel } from './regions_table';

/** A city and the counties inside it, in order of code. */
export interface City {
  city: Region;
  counties: Region[];
}

export const REGIONS: Region[] = parseRegions(table);
export const REGION_BY_CODE = new Map(REGIONS.map((region) => [region.code, region]));
export const PROVINCES: Region[] = REGIONS.filter((region) => region.level === 'PROVINCE');
export const CITIES: City[] = REGIONS.filter((region) => region.level === 'CITY').map((city) => ({
  city,
  counties: REGIONS.filter((region) => region.parentCode === city.code),
}));
