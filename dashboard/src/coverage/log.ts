// The coverage of the last answer in each GraphiQL tab, so that the panel follows the tab.

import type { CoverageReport } from './report';

/** `unsaid`: the operation was run, but no answer came, or one without coverage. */
export type LoggedCoverage = CoverageReport | 'unsaid';

export class CoverageLog {
  /** Id of the tab into which GraphiQL writes the next answer. */
  activeTab: string | null = null;
  #reports = new Map<string, LoggedCoverage>();
  #listeners = new Set<() => void>();

  record(report: CoverageReport | null): void {
    if (this.activeTab === null) return;
    this.#reports.set(this.activeTab, report ?? 'unsaid');
    for (const listener of this.#listeners) listener();
  }

  of(tab: string): LoggedCoverage | null {
    return this.#reports.get(tab) ?? null;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}
