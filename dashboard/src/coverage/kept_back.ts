// What sites kept back, for a person: one line for each field and way, with the sites that did so.

import type { KeptBackField, SiteFields } from './report';

/** A field, how it was kept back, and by whom. */
export interface KeptBack extends KeptBackField {
  sites: Pick<SiteFields<unknown>, 'site' | 'region' | 'name'>[];
}

/** In order of how many sites did so, most first; then of the field. */
export function keptBack(withheld: readonly SiteFields<KeptBackField>[]): KeptBack[] {
  const lines = new Map<string, KeptBack>();
  for (const { site, region, name, fields } of withheld) {
    for (const { field, how } of fields) {
      const key = `${field} ${how}`;
      const line = lines.get(key) ?? { field, how, sites: [] };
      line.sites.push({ site, region, name });
      lines.set(key, line);
    }
  }
  const order = (line: KeptBack) => `${line.field} ${line.how}`;
  return [...lines.values()].sort(
    (a, b) => b.sites.length - a.sites.length || (order(a) < order(b) ? -1 : 1),
  );
}
