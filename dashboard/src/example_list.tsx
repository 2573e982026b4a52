// The list of example questions beside the explorer.

import { useEditorContext } from '@graphiql/react';

import { EXAMPLE_GROUPS } from './examples';
import { useLanguage } from './language';
import { useOpenExample } from './open_example';

export function ExampleList({ id, isOpen }: { id: string; isOpen: boolean }) {
  const { language, messages } = useLanguage();
  const { tabs, activeTabIndex } = useEditorContext({ nonNull: true });
  const open = useOpenExample();
  const current = tabs[activeTabIndex]?.query;
  return (
    <nav id={id} className="examples" aria-label={messages.examples.heading} hidden={!isOpen}>
      <p className="examples-hint">{messages.examples.hint}</p>
      {EXAMPLE_GROUPS.map((group) => (
        <section key={group.title.en}>
          <h2>{group.title[language]}</h2>
          <ul>
            {group.examples.map((example) => (
              <li key={example.operationName}>
                <button
                  type="button"
                  aria-current={current === example.query}
                  onClick={() => open(example)}
                >
                  {example.title[language]}
                  <small>{example.reach[language]}</small>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}
