// Writes dist/THIRD_PARTY_LICENSES.txt: every package whose code is in the bundle, with its licence.
// The build fails on a licence that is not permissive, or on a package that states none.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Plugin } from 'vite';

const PERMISSIVE = new Set(['MIT', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', '0BSD']);
const LICENCE_FILE = /^(licen[cs]e|copying|notice)/i;
const OUTPUT = 'THIRD_PARTY_LICENSES.txt';

interface BundledPackage {
  name: string;
  version: string;
  licence: string;
  author: string | null;
  texts: string[];
}

export function thirdPartyLicences(): Plugin {
  return {
    name: 'qianzhan:third-party-licences',
    apply: 'build',
    generateBundle(_options, bundle) {
      const folders = new Set<string>();
      for (const output of Object.values(bundle)) {
        if (output.type !== 'chunk') continue;
        for (const id of output.moduleIds) {
          const folder = packageFolder(id);
          if (folder !== null) folders.add(folder);
        }
      }
      const packages = [...folders].map(readPackage).sort(byName);
      for (const { name, licence } of packages) {
        if (!PERMISSIVE.has(licence)) this.error(`${name} is under ${licence}, which is not permissive`);
      }
      this.emitFile({ type: 'asset', fileName: OUTPUT, source: render(packages) });
    },
  };
}

/** The folder of the installed package that a module belongs to; null for the project's own. */
export function packageFolder(moduleId: string): string | null {
  const path = moduleId.replace(/^\0/, '').replace(/\?.*$/, '');
  const at = path.lastIndexOf('/node_modules/');
  if (at < 0) return null;
  const rest = path.slice(at + '/node_modules/'.length).split('/');
  const name = rest[0]?.startsWith('@') ? rest.slice(0, 2).join('/') : rest[0];
  return name ? join(path.slice(0, at), 'node_modules', name) : null;
}

function readPackage(folder: string): BundledPackage {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const author = typeof manifest.author === 'string' ? manifest.author : manifest.author?.name;
  return {
    name: manifest.name,
    version: manifest.version,
    licence: manifest.license ?? 'no stated licence',
    author: author ?? null,
    texts: licenceTexts(folder),
  };
}

/** The licence files that a package ships. */
function licenceTexts(folder: string): string[] {
  const files = readdirSync(folder).filter((file) => LICENCE_FILE.test(file)).sort();
  return files.map((file) => readFileSync(join(folder, file), 'utf8').trim());
}

function byName(a: BundledPackage, b: BundledPackage): number {
  return a.name.localeCompare(b.name, 'en') || a.version.localeCompare(b.version, 'en');
}

function render(packages: BundledPackage[]): string {
  const rule = '-'.repeat(80);
  const entries = packages.map(({ name, version, licence, author, texts }) =>
    [
      rule,
      `${name} ${version}: ${licence}${author === null ? '' : `, ${author}`}`,
      rule,
      ...(texts.length > 0 ? texts : [withoutFile(licence, author ?? `the contributors of ${name}`)]),
    ].join('\n\n'),
  );
  return `Third-party packages in this bundle: ${packages.length}\n\n${entries.join('\n\n')}\n`;
}

/** What stands for a licence file that the package leaves out. */
function withoutFile(licence: string, holder: string): string {
  if (licence !== 'MIT') return `The package ships no licence file; its manifest states ${licence}.`;
  return `Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute,
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or
substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM,
DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT
OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;
}
