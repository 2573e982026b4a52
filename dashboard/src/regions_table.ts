// Reads a table of regions (schema/regions.csv).

export type RegionLevel = 'PROVINCE' | 'CITY' | 'COUNTY';

export interface Region {
  code: string;
  parentCode: string | null;
  level: RegionLevel;
  name: string;
  shortName: string;
  pinyin: string;
}

const HEADER = 'code,parent_code,level,name,short_name,pinyin';
const LEVELS: readonly string[] = ['PROVINCE', 'CITY', 'COUNTY'] satisfies RegionLevel[];

/** The file has no quoted fields; a row that does not fit is an error, not a silent gap. */
export function parseRegions(csv: string): Region[] {
  const [header, ...rows] = csv.trim().split(/\r?\n/);
  if (header !== HEADER) throw new Error(`regions.csv begins with \`${header}\`, not \`${HEADER}\``);
  return rows.map((row) => {
    const [code, parentCode, level, name, shortName, pinyin, ...rest] = row.split(',');
    if (!code || !name || !shortName || !pinyin || !isLevel(level) || rest.length > 0) {
      throw new Error(`regions.csv has a row that is no region: \`${row}\``);
    }
    return { code, parentCode: parentCode || null, level, name, shortName, pinyin };
  });
}

function isLevel(level: string | undefined): level is RegionLevel {
  return level !== undefined && LEVELS.includes(level);
}
