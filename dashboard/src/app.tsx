// The frame: masthead, example questions, explorer.

import { DOC_EXPLORER_PLUGIN, DocExplorerContextProvider } from '@graphiql/plugin-doc-explorer';
import { HISTORY_PLUGIN, HistoryContextProvider } from '@graphiql/plugin-history';
import { GraphiQLProvider } from '@graphiql/react';
import { useEffect, useId, useMemo, useRef, useState } from 'react';

import { CoverageLog } from './coverage/log';
import type { Ownership } from './coverage/tiles';
import { ExampleList } from './example_list';
import { EXAMPLES } from './examples';
import { Explorer } from './explorer';
import { createFetcher } from './gateway/fetcher';
import { useIdentities } from './gateway/identities';
import { useGatewayStatus, type GatewayStatus } from './gateway/status';
import { useLanguage } from './language';
import { Masthead } from './masthead';
import { readSetting, writeSetting } from './settings';

const PLUGINS = [DOC_EXPLORER_PLUGIN, HISTORY_PLUGIN];
const FIRST_TABS = EXAMPLES.slice(0, 1).map(({ query, variables }) => ({ query, variables }));
const SETTING = 'examples';
const IDENTITY = 'identity';

export function App() {
  const { messages } = useLanguage();
  const examplesId = useId();
  const [status, check] = useGatewayStatus();
  const [areExamplesOpen, setExamplesOpen] = useState(() => readSetting(SETTING) !== 'closed');
  const [log] = useState(() => new CoverageLog());
  const ownership = useMemo(() => ownershipOf(status), [status]);

  // The fetcher must keep its identity: GraphiQL reads the schema anew for each new one.
  const latestMessages = useRef(messages);
  useEffect(() => {
    latestMessages.current = messages;
  }, [messages]);
  const identities = useIdentities();
  const [identityKey, setIdentityKey] = useState(() => readSetting(IDENTITY) ?? '');
  const identity = identities.find(({ key }) => key === identityKey);
  const latestToken = useRef<string | undefined>(undefined);
  useEffect(() => {
    latestToken.current = identity?.token;
  }, [identity]);
  const [fetcher] = useState(() =>
    createFetcher({
      log,
      messages: () => latestMessages.current,
      onUnreachable: check,
      token: () => latestToken.current,
    }),
  );
  const chooseIdentity = (key: string) => {
    writeSetting(IDENTITY, key);
    setIdentityKey(key);
  };

  const toggleExamples = () => {
    writeSetting(SETTING, areExamplesOpen ? 'closed' : 'open');
    setExamplesOpen(!areExamplesOpen);
  };
  return (
    <div className="frame">
      <Masthead
        status={status}
        onRetry={check}
        areExamplesOpen={areExamplesOpen}
        onToggleExamples={toggleExamples}
        examplesId={examplesId}
        identities={identities}
        identityKey={identity?.key ?? ''}
        onChooseIdentity={chooseIdentity}
      />
      <GraphiQLProvider
        fetcher={fetcher}
        plugins={PLUGINS}
        referencePlugin={DOC_EXPLORER_PLUGIN}
        defaultTabs={FIRST_TABS}
        defaultQuery={messages.editor.newTabText}
        schemaDescription
      >
        <HistoryContextProvider>
          <DocExplorerContextProvider>
            <div className="workspace">
              <ExampleList id={examplesId} isOpen={areExamplesOpen} />
              <Explorer log={log} ownership={ownership} isGatewayUp={status.kind === 'up'} />
            </div>
          </DocExplorerContextProvider>
        </HistoryContextProvider>
      </GraphiQLProvider>
    </div>
  );
}

function ownershipOf(status: GatewayStatus): Ownership {
  return new Map(status.kind === 'up' ? status.sites.map((site) => [site.id, site.regions]) : []);
}
