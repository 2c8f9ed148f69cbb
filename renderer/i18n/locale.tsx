import { createContext, type ReactNode, useContext } from 'react';
import { useTranslation } from 'react-i18next';

/** How times are said: in which language, and in whose time zone. */
export type Locale = { readonly language: string; readonly zone: string };

const ZoneContext = createContext<string | null>(null);

type Props = { readonly zone: string | null; readonly children: ReactNode };

/** Everything inside shows the depot's time; null: it is not known yet. */
export const DepotZone = ({ zone, children }: Props) => (
  <ZoneContext value={zone}>{children}</ZoneContext>
);

/** The language that is chosen and the depot's zone; until that is known, the machine's own. */
export const useLocale = (): Locale => {
  const { i18n } = useTranslation();
  const zone = useContext(ZoneContext) ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return { language: i18n.language, zone };
};
