// Reads `extensions.coverage`: which sites were asked, which answered, which did not and why, and
// what those that answered kept back or did not know.
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
  /** Why it refuses, in the words of whoever decided it. */
  detail: string | null;
}

export const HOWS = ['WITHHELD', 'MASKED', 'COUNT_ONLY', 'SUPPRESSED', 'ROUNDED'] as const;
export type How = (typeof HOWS)[number];

/** One field of which a site kept something back. */
export interface KeptBackField {
  /** `Type.field`. */
  field: string;
  /** Usually a [`How`]; a newer gateway may know others. */
  how: string;
}

/** What one site that answered kept back, or did not know. */
export interface SiteFields<Field> {
  site: string | null;
  region: string | null;
  name: string | null;
  fields: Field[];
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
  /** What sites kept back from the caller. */
  withheld: SiteFields<KeptBackField>[];
  /** What sites do not know, that are behind their contract. */
  partial: SiteFields<string>[];
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
    withheld: readObjects(coverage.withheld)?.map((entry) => readFields(entry, readKeptBack)) ?? [],
    partial: readObjects(coverage.partial)?.map((entry) => readFields(entry, readText)) ?? [],
    sites: readObjects(coverage.sites)?.map(readAsked) ?? null,
    elapsedMs: readNumber(coverage.elapsedMs),
  };
}

export function isMissingReason(reason: string | null): reason is MissingReason {
  return MISSING_REASONS.some((known) => known === reason);
}

export function isHow(how: string): how is How {
  return HOWS.some((known) => known === how);
}

function readMissing(entry: Record<string, unknown>): MissingSite {
  return {
    site: readText(entry.site),
    region: readText(entry.region),
    name: readText(entry.name),
    contract: readText(entry.contract),
    reason: readText(entry.reason),
    detail: readText(entry.detail),
  };
}

function readFields<Field>(
  entry: Record<string, unknown>,
  read: (field: unknown) => Field | null,
): SiteFields<Field> {
  const fields = Array.isArray(entry.fields) ? entry.fields : [];
  return {
    site: readText(entry.site),
    region: readText(entry.region),
    name: readText(entry.name),
    fields: fields.map(read).filter((field): field is Field => field !== null),
  };
}

function readKeptBack(entry: unknown): KeptBackField | null {
  if (!isObject(entry)) return null;
  const field = readText(entry.field);
  const how = readText(entry.how);
  return field === null || how === null ? null : { field, how };
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
