// Reads `extensions.coverage`: which sites were asked, which answered, which did not and why.
// Any field may be absent: an older gateway says less, and nothing is made up in its place.

export const MISSING_REASONS = [
  'TIMEOUT',
  'UNREACHABLE',
  'BREAKER_OPEN',
  'REFUSED',
  'ERROR',
  'INCOMPATIBLE',
  'OVERSIZED',
  'NOT_REGISTERED',
] as const;
export type MissingReason = (typeof MISSING_REASONS)[number];

export interface MissingSite {
  site: string | null;
  /** Region code. */
  region: string | null;
  name: string | null;
  contract: string | null;
  /** Usually a [`MissingReason`]; a newer gateway may know others. */
  reason: string | null;
}

export interface AskedSite {
  site: string | null;
  region: string | null;
  /** `ANSWERED`, or the reason why it is missing. */
  outcome: string | null;
}

export interface CoverageReport {
  asked: number | null;
  answered: number | null;
  isComplete: boolean | null;
  missing: MissingSite[];
  /** Every asked site; null where the gateway gives counts only. */
  sites: AskedSite[] | null;
  elapsedMs: number | null;
}

/** Null where the answer carries no coverage. */
export function readCoverage(coverage: unknown): CoverageReport | null {
  if (!isObject(coverage)) return null;
  return {
    asked: readNumber(coverage.asked),
    answered: readNumber(coverage.answered),
    isComplete: typeof coverage.complete === 'boolean' ? coverage.complete : null,
    missing: readObjects(coverage.missing)?.map(readMissing) ?? [],
    sites: readObjects(coverage.sites)?.map(readAsked) ?? null,
    elapsedMs: readNumber(coverage.elapsedMs),
  };
}

export function isMissingReason(reason: string | null): reason is MissingReason {
  return MISSING_REASONS.some((known) => known === reason);
}

function readMissing(entry: Record<string, unknown>): MissingSite {
  return {
    site: readText(entry.site),
    region: readText(entry.region),
    name: readText(entry.name),
    contract: readText(entry.contract),
    reason: readText(entry.reason),
  };
}

function readAsked(entry: Record<string, unknown>): AskedSite {
  return {
    site: readText(entry.site),
    region: readText(entry.region),
    outcome: readText(entry.outcome),
  };
}

function readObjects(value: unknown): Record<string, unknown>[] | null {
  return Array.isArray(value) ? value.filter(isObject) : null;
}

function readNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function readText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
