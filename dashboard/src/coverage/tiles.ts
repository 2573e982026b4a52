// What one answer says of each region: its site answered, is missing, or was not asked.
// A site may own several regions (a city that hosts a county, a gateway that stands in for a city);
// all of them share its outcome.

import type { CoverageReport, MissingSite } from './report';

export type TileState = 'answered' | 'missing' | 'not-asked' | 'unknown';

export interface Tile {
  state: TileState;
  /** Why, once for each contract; empty unless missing. */
  causes: Cause[];
}

export type Cause = Pick<MissingSite, 'contract' | 'reason' | 'detail'>;

/** Region codes owned by each registered site, by the site's id. */
export type Ownership = ReadonlyMap<string, readonly string[]>;

const ANSWERED = 'ANSWERED';

/** The tile of any region, by its code. */
export function tileOf(report: CoverageReport, ownership: Ownership): (code: string) => Tile {
  const causes = new Map<string, Cause[]>();
  const answered = new Set<string>();
  const addCause = (entry: Located, cause: Cause) => {
    for (const code of regionsOf(entry, ownership)) {
      causes.set(code, [...(causes.get(code) ?? []), cause]);
    }
  };

  for (const missing of report.missing) {
    const { contract, reason, detail } = missing;
    addCause(missing, { contract, reason, detail });
  }
  for (const asked of report.sites ?? []) {
    if (asked.outcome === ANSWERED) {
      for (const code of regionsOf(asked, ownership)) answered.add(code);
    } else if (!isListed(asked, report.missing)) {
      addCause(asked, { contract: null, reason: asked.outcome, detail: null });
    }
  }

  const unmentioned: TileState = report.sites !== null || report.asked === 0 ? 'not-asked' : 'unknown';
  return (code) => {
    const why = causes.get(code);
    if (why !== undefined) return { state: 'missing', causes: why };
    return { state: answered.has(code) ? 'answered' : unmentioned, causes: [] };
  };
}

interface Located {
  site: string | null;
  region: string | null;
}

function regionsOf({ site, region }: Located, ownership: Ownership): readonly string[] {
  const owned = site === null ? undefined : ownership.get(site);
  if (owned !== undefined && owned.length > 0) return owned;
  return region === null ? [] : [region];
}

function isListed(asked: Located, missing: readonly Located[]): boolean {
  return missing.some((entry) =>
    asked.site === null ? entry.region === asked.region : entry.site === asked.site,
  );
}
