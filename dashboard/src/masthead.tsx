// The masthead: whose network this is, the gateway's state, and the language.

import { useLanguage, type Language } from './language';
import type { Identity } from './gateway/identities';
import type { GatewayStatus, RegisteredSite } from './gateway/status';
import type { Messages } from './messages';
import { REGION_BY_CODE, type RegionLevel } from './regions';

const LANGUAGES: Record<Language, string> = { zh: '中文', en: 'English' };

interface MastheadProps {
  status: GatewayStatus;
  onRetry(): void;
  areExamplesOpen: boolean;
  onToggleExamples(): void;
  /** Id of the element that the examples button opens. */
  examplesId: string;
  identities: Identity[];
  /** Key of the chosen one; empty for none. */
  identityKey: string;
  onChooseIdentity(key: string): void;
}

export function Masthead(props: MastheadProps) {
  const { messages } = useLanguage();
  return (
    <header className="masthead">
      <h1>
        <span className="seal" aria-hidden="true">
          千
        </span>
        <span className="brand">{messages.brand}</span>
        <span className="subtitle">{messages.subtitle}</span>
      </h1>
      <button
        type="button"
        className="quiet examples-toggle"
        aria-expanded={props.areExamplesOpen}
        aria-controls={props.examplesId}
        onClick={props.onToggleExamples}
      >
        {messages.examples.toggle}
      </button>
      {props.identities.length > 0 && <IdentityChoice {...props} />}
      <State status={props.status} onRetry={props.onRetry} />
      <LanguageSwitch />
    </header>
  );
}

function IdentityChoice({ identities, identityKey, onChooseIdentity }: MastheadProps) {
  const { language, messages } = useLanguage();
  return (
    <label className="identity">
      {messages.identity.label}
      <select value={identityKey} onChange={(event) => onChooseIdentity(event.target.value)}>
        <option value="">{messages.identity.none}</option>
        {identities.map(({ key, name }) => (
          <option key={key} value={key}>
            {name[language]}
          </option>
        ))}
      </select>
    </label>
  );
}

function State({ status, onRetry }: { status: GatewayStatus; onRetry(): void }) {
  const { messages } = useLanguage();
  const words = messages.gateway;
  return (
    <div className="state">
      {status.kind === 'up' && <Counts sites={status.sites} />}
      <span className={`lamp is-${lampOf(status)}`} role="status">
        {stateText(status, messages)}
      </span>
      {status.kind === 'unreachable' && (
        <button type="button" className="quiet" onClick={onRetry}>
          {words.retry}
        </button>
      )}
    </div>
  );
}

function Counts({ sites }: { sites: RegisteredSite[] }) {
  const { messages } = useLanguage();
  const codes = new Set(sites.flatMap((site) => site.regions));
  const count = (level: RegionLevel) =>
    [...codes].filter((code) => REGION_BY_CODE.get(code)?.level === level).length;
  return (
    <span className="counts">
      <strong>{messages.gateway.sites(sites.length)}</strong>
      <span>{messages.gateway.regions(count('PROVINCE'), count('CITY'), count('COUNTY'))}</span>
    </span>
  );
}

function stateText(status: GatewayStatus, messages: Messages): string {
  const words = messages.gateway;
  switch (status.kind) {
    case 'connecting':
      return words.connecting;
    case 'unreachable':
      return words.unreachable;
    case 'refused':
      return words.refused(status.code);
    case 'up': {
      const down = countDown(status.sites);
      return down === 0 ? words.up : words.degraded(down);
    }
  }
}

function lampOf(status: GatewayStatus): 'waiting' | 'up' | 'degraded' | 'down' {
  switch (status.kind) {
    case 'connecting':
      return 'waiting';
    case 'unreachable':
      return 'down';
    case 'refused':
      return 'degraded';
    case 'up':
      return countDown(status.sites) === 0 ? 'up' : 'degraded';
  }
}

function countDown(sites: RegisteredSite[]): number {
  return sites.filter((site) => site.state === 'BREAKER_OPEN').length;
}

function LanguageSwitch() {
  const { language, messages, choose } = useLanguage();
  return (
    <div className="language" role="group" aria-label={messages.language}>
      {(Object.keys(LANGUAGES) as Language[]).map((option) => (
        <button
          key={option}
          type="button"
          lang={option}
          aria-pressed={option === language}
          onClick={() => choose(option)}
        >
          {LANGUAGES[option]}
        </button>
      ))}
    </div>
  );
}
