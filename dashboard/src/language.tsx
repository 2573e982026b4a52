// The language of the frame: Chinese unless the reader chose English, kept in localStorage.

import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';

import { MESSAGES, type Messages } from './messages';
import { readSetting, writeSetting } from './settings';

export type Language = 'zh' | 'en';

const SETTING = 'language';
const HTML_LANGUAGE: Record<Language, string> = { zh: 'zh-CN', en: 'en' };

interface LanguageChoice {
  language: Language;
  messages: Messages;
  choose(language: Language): void;
}

const LanguageContext = createContext<LanguageChoice | null>(null);

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() =>
    readSetting(SETTING) === 'en' ? 'en' : 'zh',
  );
  const messages = MESSAGES[language];

  useEffect(() => {
    document.documentElement.lang = HTML_LANGUAGE[language];
    document.title = messages.documentTitle;
  }, [language, messages]);

  const choose = (chosen: Language) => {
    writeSetting(SETTING, chosen);
    setLanguage(chosen);
  };
  return <LanguageContext value={{ language, messages, choose }}>{children}</LanguageContext>;
}

export function useLanguage(): LanguageChoice {
  const choice = useContext(LanguageContext);
  if (choice === null) throw new Error('useLanguage needs a LanguageProvider above it');
  return choice;
}
