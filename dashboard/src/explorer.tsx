// GraphiQL, with our toolbar words and the coverage panel under the result.

import {
  CopyIcon,
  MergeIcon,
  PrettifyIcon,
  ToolbarButton,
  useCopyQuery,
  useEditorContext,
  useMergeQuery,
  usePrettifyEditors,
  useSchemaStore,
} from '@graphiql/react';
import { GraphiQL, GraphiQLInterface } from 'graphiql';
import { useEffect } from 'react';

import type { CoverageLog } from './coverage/log';
import { CoveragePanel } from './coverage/panel';
import type { Ownership } from './coverage/tiles';
import { useLanguage } from './language';

export function Explorer(props: { log: CoverageLog; ownership: Ownership; isGatewayUp: boolean }) {
  const { tabs, activeTabIndex } = useEditorContext({ nonNull: true });
  const tab = tabs[activeTabIndex]?.id ?? '';
  useEffect(() => {
    props.log.activeTab = tab;
  }, [props.log, tab]);
  useSchemaOnceUp(props.isGatewayUp);
  return (
    <main className="explorer">
      <GraphiQLInterface showPersistHeadersSettings>
        <GraphiQL.Logo>
          <RunHint />
        </GraphiQL.Logo>
        <GraphiQL.Toolbar>{() => <EditorToolbar />}</GraphiQL.Toolbar>
        <GraphiQL.Footer>
          <CoveragePanel log={props.log} tab={tab} ownership={props.ownership} />
        </GraphiQL.Footer>
      </GraphiQLInterface>
    </main>
  );
}

/** Reads the schema again when the gateway comes back and the first reading had failed. */
function useSchemaOnceUp(isGatewayUp: boolean): void {
  const { schema, fetchError, introspect } = useSchemaStore();
  const isWanting = isGatewayUp && schema == null && fetchError !== null;
  useEffect(() => {
    if (isWanting) void introspect();
  }, [isWanting, introspect]);
}

function RunHint() {
  const { messages } = useLanguage();
  return (
    <span className="run-hint">
      <kbd>Ctrl</kbd> <kbd>Enter</kbd> {messages.editor.run}
    </span>
  );
}

function EditorToolbar() {
  const { messages } = useLanguage();
  const prettify = usePrettifyEditors();
  const merge = useMergeQuery();
  const copy = useCopyQuery();
  const words = messages.editor;
  return (
    <>
      <ToolbarButton onClick={prettify} label={words.prettify}>
        <PrettifyIcon className="graphiql-toolbar-icon" aria-hidden="true" />
      </ToolbarButton>
      <ToolbarButton onClick={merge} label={words.merge}>
        <MergeIcon className="graphiql-toolbar-icon" aria-hidden="true" />
      </ToolbarButton>
      <ToolbarButton onClick={copy} label={words.copy}>
        <CopyIcon className="graphiql-toolbar-icon" aria-hidden="true" />
      </ToolbarButton>
    </>
  );
}
