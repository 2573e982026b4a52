import { describe, expect, test } from 'vitest';

import { CoverageLog } from '../src/coverage/log';
import { readCoverage, type CoverageReport } from '../src/coverage/report';
import { tileOf, type Ownership } from '../src/coverage/tiles';

const WHOLE = {
  asked: 3,
  answered: 2,
  complete: false,
  missing: [
    { site: '621126', region: '621126', name: '岷县', contract: 'network', reason: 'TIMEOUT' },
  ],
  sites: [
    { site: '620000', region: '620000', outcome: 'ANSWERED' },
    { site: '621122', region: '621122', outcome: 'ANSWERED' },
    { site: '621126', region: '621126', outcome: 'TIMEOUT' },
  ],
  elapsedMs: 41.5,
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
      { asked: null, answered: null, isComplete: null, missing: [], sites: null, elapsedMs: null },
    ],
    [
      'fields of other types',
      { asked: '3', answered: NaN, complete: 1, missing: {}, sites: 'all', elapsedMs: null },
      { asked: null, answered: null, isComplete: null, missing: [], sites: null, elapsedMs: null },
    ],
    [
      'a missing site that tells only its region',
      { asked: 1, answered: 0, missing: [{ region: '621126' }, 7] },
      {
        asked: 1,
        answered: 0,
        isComplete: null,
        missing: [{ site: null, region: '621126', name: null, contract: null, reason: null }],
        sites: null,
        elapsedMs: null,
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
      causes: [{ contract: 'network', reason: 'TIMEOUT' }],
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
      causes: [{ contract: 'city', reason: 'ERROR' }],
    });
  });

  test('an outcome that the missing list leaves out still shows', () => {
    const sites = [{ site: '621126', region: '621126', outcome: 'REFUSED' }];
    expect(tileOf(report({ asked: 1, answered: 0, sites }), EACH_ITS_OWN)('621126')).toEqual({
      state: 'missing',
      causes: [{ contract: null, reason: 'REFUSED' }],
    });
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
