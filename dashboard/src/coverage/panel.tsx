// The coverage panel beside the result: a bar, the missing sites with their reasons, what others kept
// back, and one tile for each committee of the province, city by city.

import { useId, useState, useSyncExternalStore } from 'react';

import { useLanguage } from '../language';
import type { Messages } from '../messages';
import { CITIES, PROVINCES, REGION_BY_CODE, type Region } from '../regions';
import { readSetting, writeSetting } from '../settings';
import { keptBack, type KeptBack } from './kept_back';
import type { CoverageLog } from './log';
import { isHow, isMissingReason, type CoverageReport, type MissingSite } from './report';
import { tileOf, type Cause, type Ownership, type Tile, type TileState } from './tiles';
import './panel.css';

const SETTING = 'tiles';
const STATES: TileState[] = ['answered', 'missing', 'not-asked', 'unknown'];

export function CoveragePanel(props: { log: CoverageLog; tab: string; ownership: Ownership }) {
  const { messages } = useLanguage();
  const heading = useId();
  const coverage = useSyncExternalStore(props.log.subscribe, () => props.log.of(props.tab));
  const report = coverage === 'unsaid' ? null : coverage;
  const words = messages.coverage;
  return (
    <section className="coverage" aria-labelledby={heading}>
      <h2 id={heading}>{words.heading}</h2>
      <div className="coverage-summary" role="status">
        {report === null || report.asked === null ? (
          <p className="coverage-empty">{coverage === null ? words.empty : words.unsaid}</p>
        ) : (
          <Summary report={report} asked={report.asked} />
        )}
      </div>
      {report !== null && <Missing report={report} />}
      {report !== null && <KeptBackList report={report} />}
      <Tiles report={report} ownership={props.ownership} />
    </section>
  );
}

function Summary({ report, asked }: { report: CoverageReport; asked: number }) {
  const { messages } = useLanguage();
  const words = messages.coverage;
  if (asked === 0) return <p className="coverage-empty">{words.noSites}</p>;
  const answered = report.answered ?? 0;
  const isComplete = report.isComplete ?? answered === asked;
  return (
    <>
      <p className="coverage-figures">
        <strong>{words.answered(answered, asked)}</strong>
        <span className={isComplete ? 'verdict is-complete' : 'verdict'}>
          {isComplete ? words.complete : words.partial(percentage(answered, asked))}
        </span>
        {report.elapsedMs !== null && (
          <span className="coverage-elapsed">{words.elapsed(Math.round(report.elapsedMs))}</span>
        )}
      </p>
      <div
        className={isComplete ? 'bar' : 'bar is-partial'}
        role="meter"
        aria-label={words.heading}
        aria-valuemin={0}
        aria-valuemax={asked}
        aria-valuenow={answered}
      >
        <span style={{ width: `${(100 * answered) / asked}%` }} />
      </div>
    </>
  );
}

/** Rounded down, so that 100 % is said only of a whole answer. */
function percentage(answered: number, asked: number): number {
  return Math.floor((100 * answered) / asked);
}

function Missing({ report }: { report: CoverageReport }) {
  const { messages } = useLanguage();
  if (report.missing.length === 0) {
    return report.isComplete === false ? (
      <p className="coverage-empty">{messages.coverage.noneListed}</p>
    ) : null;
  }
  return (
    <ul className="missing" aria-label={messages.coverage.missingHeading}>
      {report.missing.map((missing, index) => (
        <li key={index}>
          <strong>{siteName(missing)}</strong> {causeText(missing, messages)}
        </li>
      ))}
    </ul>
  );
}

/** What sites that answered kept back from this caller, or do not know. */
function KeptBackList({ report }: { report: CoverageReport }) {
  const { messages } = useLanguage();
  const words = messages.coverage;
  const lines = keptBack(report.withheld);
  if (lines.length === 0 && report.partial.length === 0) return null;
  return (
    <ul className="kept-back" aria-label={words.keptBackHeading}>
      {lines.map((line) => (
        <li key={`${line.field} ${line.how}`} title={line.sites.map(siteName).join('、')}>
          <code>{line.field}</code> {isHow(line.how) ? messages.hows[line.how] : line.how}{' '}
          <span className="kept-back-by">{keptBackBy(line, messages)}</span>
        </li>
      ))}
      {report.partial.map((site, index) => (
        <li key={index}>
          <strong>{siteName(site)}</strong> {words.notKnown} <code>{site.fields.join(' ')}</code>
        </li>
      ))}
    </ul>
  );
}

/** The site's name where it is one, else how many there are. */
function keptBackBy({ sites }: KeptBack, messages: Messages): string {
  const [only, ...others] = sites;
  if (only !== undefined && others.length === 0) return siteName(only);
  return messages.coverage.keptBackBy(sites.length);
}

function siteName({ name, region, site }: Pick<MissingSite, 'name' | 'region' | 'site'>): string {
  return name ?? REGION_BY_CODE.get(region ?? '')?.name ?? region ?? site ?? '?';
}

function Tiles({ report, ownership }: { report: CoverageReport | null; ownership: Ownership }) {
  const { messages } = useLanguage();
  const grid = useId();
  const [isOpen, setOpen] = useState(() => readSetting(SETTING) !== 'closed');
  const words = messages.coverage;
  const tile = report === null ? null : tileOf(report, ownership);
  const columns = CITIES.map(({ city, counties }) => [city, ...counties]);
  const shown = new Set([...PROVINCES, ...columns.flat()].map(({ code }) => tile?.(code).state));

  const toggle = () => {
    writeSetting(SETTING, isOpen ? 'closed' : 'open');
    setOpen(!isOpen);
  };
  return (
    <div className="tiles">
      <div className="tiles-head">
        <button type="button" aria-expanded={isOpen} aria-controls={grid} onClick={toggle}>
          {isOpen ? words.hideTiles : words.showTiles}
        </button>
        {isOpen && report !== null && (
          <ul className="legend" aria-hidden="true">
            {STATES.filter((state) => shown.has(state)).map((state) => (
              <li key={state} className={`is-${state}`}>
                {words.legend[state]}
              </li>
            ))}
          </ul>
        )}
      </div>
      <div id={grid} hidden={!isOpen}>
        <ul className="tiles-province">
          {PROVINCES.map((region) => (
            <RegionTile key={region.code} region={region} tile={tile?.(region.code) ?? null} />
          ))}
        </ul>
        <div className="tiles-cities">
          {columns.map((regions) => (
            <ul key={regions[0]?.code} aria-label={regions[0]?.name}>
              {regions.map((region) => (
                <RegionTile key={region.code} region={region} tile={tile?.(region.code) ?? null} />
              ))}
            </ul>
          ))}
        </div>
      </div>
    </div>
  );
}

function RegionTile({ region, tile }: { region: Region; tile: Tile | null }) {
  const { language, messages } = useLanguage();
  const name = language === 'zh' ? region.name : `${region.name} ${region.pinyin}`;
  const outcome = tile === null ? '' : `\n${outcomeText(tile, messages)}`;
  const classes = ['tile', `is-${tile?.state ?? 'blank'}`];
  if (region.level !== 'COUNTY') classes.push('is-superior');
  if (region.shortName.length > 2) classes.push('is-long');
  return (
    <li
      className={classes.join(' ')}
      title={`${name} ${region.code}${outcome}`}
    >
      {region.shortName}
      {tile !== null && <span className="visually-hidden"> {outcomeText(tile, messages)}</span>}
    </li>
  );
}

function outcomeText(tile: Tile, messages: Messages): string {
  const state = messages.coverage.legend[tile.state];
  return [state, ...tile.causes.map((cause) => causeText(cause, messages))].join(' · ');
}

/** Such as “超时（网络）”: the reason, the contract it concerns, and why, where the gateway says so. */
function causeText({ contract, reason, detail }: Cause, messages: Messages): string {
  const why = isMissingReason(reason) ? messages.reasons[reason] : (reason ?? messages.otherReason);
  const cause =
    contract === null ? why : messages.coverage.cause(why, messages.contracts[contract] ?? contract);
  return detail === null ? cause : messages.coverage.detail(cause, detail);
}
