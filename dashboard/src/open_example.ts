// Opens an example question in a GraphiQL tab and runs it.

import { useEditorContext, useExecutionContext } from '@graphiql/react';
import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';

import type { Example } from './examples';

export function useOpenExample(): (example: Example) => void {
  const editor = useEditorContext({ nonNull: true });
  const execution = useExecutionContext({ nonNull: true });
  const { tabs, activeTabIndex, queryEditor, variableEditor } = editor;
  const [awaited, setAwaited] = useState<Example | null>(null);

  // GraphiQL reads the operation out of an edited document a moment later, and then updates the tab.
  // A run before that would send the name of the operation that was in the editor earlier.
  useEffect(() => {
    if (awaited === null || queryEditor === null) return;
    const isRead =
      queryEditor.getValue() === awaited.query &&
      queryEditor.operationName === awaited.operationName;
    if (!isRead) return;
    setAwaited(null);
    execution.run();
  }, [awaited, tabs, queryEditor, execution]);

  return (example) => {
    if (queryEditor === null || variableEditor === null) return;
    execution.stop();
    const open = tabs.findIndex((tab) => isOf(tab, example));
    if (open < 0) {
      flushSync(() => editor.addTab());
      queryEditor.setValue(example.query);
      variableEditor.setValue(example.variables);
    } else if (open !== activeTabIndex) {
      flushSync(() => editor.changeTab(open));
    }
    if (!tabs[open]?.response) setAwaited(example);
  };
}

/** Whether the tab holds the example as it is, so that a second click returns to it. */
function isOf(tab: { query: string | null; variables?: string | null }, example: Example): boolean {
  return tab.query === example.query && (tab.variables ?? '') === example.variables;
}
