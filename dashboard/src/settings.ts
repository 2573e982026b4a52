// The reader's choices, kept in localStorage. A browser that forbids storage forgets them; no more.

const PREFIX = 'qianzhan.';

export function readSetting(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

export function writeSetting(name: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // Storage is full or forbidden: the choice holds until the page is left.
  }
}
