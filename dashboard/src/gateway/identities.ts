// Who the reader may look as. Only the demonstration hands out such identities, each with its token.

import { useEffect, useState } from 'react';

import type { Language } from '../language';

export interface Identity {
  key: string;
  name: Record<Language, string>;
  token: string;
}

/** Relative, so that the page also works below a path. */
const PATH = 'identities.json';

/** The identities on offer; none where there are none to be had. */
export async function readIdentities(): Promise<Identity[]> {
  try {
    const response = await fetch(PATH, { headers: { accept: 'application/json' } });
    if (!response.ok) return [];
    const found: unknown = await response.json();
    return Array.isArray(found) ? found.filter(isIdentity) : [];
  } catch {
    return [];
  }
}

export function useIdentities(): Identity[] {
  const [identities, setIdentities] = useState<Identity[]>([]);
  useEffect(() => {
    let isCurrent = true;
    void readIdentities().then((found) => {
      if (isCurrent) setIdentities(found);
    });
    return () => {
      isCurrent = false;
    };
  }, []);
  return identities;
}

function isIdentity(value: unknown): value is Identity {
  if (typeof value !== 'object' || value === null) return false;
  const { key, name, token } = value as Record<string, unknown>;
  if (typeof name !== 'object' || name === null) return false;
  const { zh, en } = name as Record<string, unknown>;
  return [key, token, zh, en].every((text) => typeof text === 'string');
}
