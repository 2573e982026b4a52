import { describe, expect, test } from 'vitest';

import { keptBack } from '../src/coverage/kept_back';
import { CoverageLog } from '../src/coverage/log';
import { readCoverage, type CoverageReport } from '../src/coverage/report';
import { tileOf, type Ownership } from '../src/coverage/tiles';

const WHOLE = {
  asked: 3,
  answered: 2,
  complete: false,
  missing: [
    {
      site: '621126',
      region: '621126',
      name: '岷县',
      contract: 'network',
      reason: 'REFUSED',
      detail: '清查档案',
    },
  ],
  withheld: [
    {
      site: '621122',
      region: '621122',
      name: '陇西县政协',
      fields: [{ field: 'Platform.head', how: 'WITHHELD' }],
    },
  ],
  partial: [{ site: '620000', region: '620000', name: '甘肃省政协', fields: ['Topic.version'] }],
  sites: [
    { site: '620000', region: '620000', outcome: 'ANSWERED' },
    { site: '621122', region: '621122', outcome: 'ANSWERED' },
    { site: '621126', region: '621126', outcome: 'REFUSED' },
  ],
  elapsedMs: 41.5,
};
const NOTHING = {
  asked: null,
  answered: null,
  isComplete: null,
  missing: [],
  withheld: [],
  partial: [],
  sites: null,
  elapsedMs: null,
};
const EACH_ITS_OWN: Ownership = new Map();

describe('reading extensions.coverage', () => {
  test('keeps every field', () => {
    const { complete, ...rest } = WHOLE;
    expect(readCoverage(WHOLE)).toEqual({ ...rest, isComplete: complete });
  });

  test.each([
    ['no coverage', undefined, null],
    ['a list', [], null],
    [
      'an empty object',
      {},
      NOTHING,
    ],
    [
      'fields of other types',
      {
        asked: '3',
        answered: NaN,
        complete: 1,
        missing: {},
        withheld: 'all',
        partial: 3,
        sites: 'all',
        elapsedMs: null,
      },
      NOTHING,
    ],
    [
      'a missing site that tells only its region',
      { asked: 1, answered: 0, missing: [{ region: '621126' }, 7] },
      {
        ...NOTHING,
        asked: 1,
        answered: 0,
        missing: [
          { site: null, region: '621126', name: null, contract: null, reason: null, detail: null },
        ],
      },
    ],
    [
      'fields kept back that are not told as they should be',
      {
        withheld: [{ fields: [{ field: 'a.b' }, 'a.c', { field: 'a.d', how: 'SOMEHOW' }] }, 'x'],
        partial: [{ site: '620000', fields: ['a.b', null] }, { site: '621122' }],
      },
      {
        ...NOTHING,
        withheld: [
          { site: null, region: null, name: null, fields: [{ field: 'a.d', how: 'SOMEHOW' }] },
        ],
        partial: [
          { site: '620000', region: null, name: null, fields: ['a.b'] },
          { site: '621122', region: null, name: null, fields: [] },
        ],
      },
    ],
  ])('%s', (_case, coverage, expected) => {
    expect(readCoverage(coverage)).toEqual(expected);
  });
});

describe('tiles', () => {
  test('answered, missing with the reason, not asked', () => {
    const tile = tileOf(report(WHOLE), EACH_ITS_OWN);
    expect(tile('621122')).toEqual({ state: 'answered', causes: [] });
    expect(tile('621126')).toEqual({
      state: 'missing',
      causes: [{ contract: 'network', reason: 'REFUSED', detail: '清查档案' }],
    });
    expect(tile('621123')).toEqual({ state: 'not-asked', causes: [] });
  });

  test('without the list of sites, what is not missing is unknown', () => {
    const { sites: _, ...counts } = WHOLE;
    const tile = tileOf(report(counts), EACH_ITS_OWN);
    expect(tile('621126').state).toBe('missing');
    expect(tile('621122').state).toBe('unknown');
  });

  test('an answer that asked no site leaves every tile unasked', () => {
    expect(tileOf(report({ asked: 0, answered: 0 }), EACH_ITS_OWN)('620000').state).toBe('not-asked');
  });

  test('a region hosted by another site shares its outcome', () => {
    const ownership = new Map([['621100', ['621100', '621126']]]);
    const sites = [{ site: '621100', region: '621100', outcome: 'ANSWERED' }];
    const tile = tileOf(report({ asked: 1, answered: 1, sites }), ownership);
    expect(tile('621126').state).toBe('answered');
  });

  test('a site missing for one contract is missing though it answered for another', () => {
    const missing = [{ site: '621100', region: '621100', contract: 'city', reason: 'ERROR' }];
    const sites = [{ site: '621100', region: '621100', outcome: 'ANSWERED' }];
    const tile = tileOf(report({ asked: 1, answered: 0, missing, sites }), EACH_ITS_OWN);
    expect(tile('621100')).toEqual({
      state: 'missing',
      causes: [{ contract: 'city', reason: 'ERROR', detail: null }],
    });
  });

  test('an outcome that the missing list leaves out still shows', () => {
    const sites = [{ site: '621126', region: '621126', outcome: 'REFUSED' }];
    expect(tileOf(report({ asked: 1, answered: 0, sites }), EACH_ITS_OWN)('621126')).toEqual({
      state: 'missing',
      causes: [{ contract: null, reason: 'REFUSED', detail: null }],
    });
  });
});

describe('what was kept back', () => {
  test('is one line for each field and way, those of most sites first', () => {
    const of = (site: string, ...fields: string[]) => ({
      site,
      region: site,
      name: null,
      fields: fields.map((line) => {
        const [field = '', how = ''] = line.split(' ');
        return { field, how };
      }),
    });
    const lines = keptBack([
      of('620000', 'Platform.head MASKED', 'Member.dutyScore WITHHELD'),
      of('621122', 'Platform.head WITHHELD', 'Member.dutyScore WITHHELD'),
    ]);
    expect(lines.map(({ field, how, sites }) => `${field} ${how} ${sites.length}`)).toEqual([
      'Member.dutyScore WITHHELD 2',
      'Platform.head MASKED 1',
      'Platform.head WITHHELD 1',
    ]);
    expect(lines[0]?.sites.map(({ site }) => site)).toEqual(['620000', '621122']);
  });
});

describe('the log', () => {
  test('keeps one report for each tab and tells its listeners', () => {
    const log = new CoverageLog();
    let told = 0;
    const leave = log.subscribe(() => (told += 1));
    log.record(report(WHOLE));
    expect(told).toBe(0);

    log.activeTab = 'one';
    log.record(report(WHOLE));
    log.activeTab = 'two';
    log.record(null);
    leave();
    log.record(report(WHOLE));

    expect(told).toBe(2);
    expect(log.of('one')).toMatchObject({ asked: 3 });
    expect(log.of('three')).toBeNull();
  });
});

function report(coverage: unknown): CoverageReport {
  const read = readCoverage(coverage);
  if (read === null) throw new Error('the test gives no coverage');
  return read;
}
