// The gateway's state for the masthead: asks its directory now and then. No site is asked.

import { useCallback, useEffect, useRef, useState } from 'react';

import { ask } from './endpoint';

const EVERY_MS = 15_000;
const TIMEOUT_MS = 8_000;
const STATUS_QUERY = 'query DashboardStatus { sites { id state regions { code } } }';

export interface RegisteredSite {
  id: string;
  state: string;
  /** Codes of the regions whose records it owns. */
  regions: string[];
}

export type GatewayStatus =
  | { kind: 'connecting' }
  | { kind: 'up'; sites: RegisteredSite[] }
  /** The gateway answers, but not this question; `code` is its error code. */
  | { kind: 'refused'; code: string }
  | { kind: 'unreachable' };

/** The state, and a function that asks at once. */
export function useGatewayStatus(): [GatewayStatus, () => void] {
  const [status, setStatus] = useState<GatewayStatus>({ kind: 'connecting' });
  const inFlight = useRef<AbortController | null>(null);

  const check = useCallback(async () => {
    inFlight.current?.abort();
    const controller = new AbortController();
    inFlight.current = controller;
    const deadline = setTimeout(() => controller.abort(), TIMEOUT_MS);
    const next = await readStatus(controller.signal);
    clearTimeout(deadline);
    if (inFlight.current === controller) setStatus(next);
  }, []);

  useEffect(() => {
    void check();
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void check();
    }, EVERY_MS);
    return () => {
      clearInterval(timer);
      inFlight.current = null;
    };
  }, [check]);

  return [status, check];
}

async function readStatus(signal: AbortSignal): Promise<GatewayStatus> {
  const answer = await ask({ query: STATUS_QUERY, operationName: 'DashboardStatus' }, { signal });
  if (answer.kind === 'unreachable') return { kind: 'unreachable' };
  if (answer.kind === 'unreadable') return { kind: 'refused', code: `HTTP ${answer.status}` };
  const sites = readSites(answer.result.data?.sites);
  if (sites !== null) return { kind: 'up', sites };
  const code = answer.result.errors?.[0]?.extensions?.code;
  return { kind: 'refused', code: typeof code === 'string' ? code : 'UNKNOWN' };
}

interface SitesAnswer {
  id: string;
  state: string;
  regions: { code: string }[];
}

function readSites(sites: unknown): RegisteredSite[] | null {
  if (!Array.isArray(sites)) return null;
  return (sites as SitesAnswer[]).map(({ id, state, regions }) => ({
    id,
    state,
    regions: regions.map((region) => region.code),
  }));
}
