import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, type Schemas } from '../../../../client/client.ts';
import { central } from '../../../api/client.ts';
import { Fault } from '../../../components/fault.tsx';
import type { Depot } from '../../../frame/use-depot.ts';
import { useMay } from '../../../frame/use-may.ts';
import { isLanguage, LANGUAGES } from '../../../words/languages.ts';
import { listOf } from '../../../words/quantities.ts';
import { SettingPart } from '../setting-part.tsx';
import { SettingsPage } from '../settings-page.tsx';
import { useAct } from '../use-act.ts';
import { OfDepot } from './of-depot.tsx';

type Preview = Schemas['DepotMessages']['previews'][number];

const textsQuery = (depot: string) =>
  queryOptions({
    queryKey: ['texts', depot],
    queryFn: () =>
      answerOf(central.GET('/v1/depots/{depot}/messages', { params: { path: { depot } } })),
    meta: { depot, topics: ['settings'] },
  });

/** One text in one language: its words, how a customer gets it, and what that costs. */
const Text = ({
  depot,
  preview,
  onDone,
}: {
  readonly depot: Depot;
  readonly preview: Preview;
  readonly onDone: () => void;
}) => {
  const { t, i18n } = useTranslation();
  const mayChange = useMay('settings', depot.id);
  const { kind, language, own, words, text, encoding, parts, costly } = preview;
  const save = useAct(
    (given: string | null) =>
      answerOf(
        central.PATCH('/v1/depots/{depot}/messages', {
          params: { path: { depot: depot.id } },
          body: { texts: { [kind]: { [language]: given } } },
        }),
      ),
    {
      changed: [textsQuery(depot.id).queryKey],
      onDone,
      faults: { 'bad-request': t('settings.texts.bad') },
    },
  );
  // What somebody writes stays theirs until they save it, or take the words of Kerbside.
  const [written, setWritten] = useState<string | null>(null);
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    save.run(String(new FormData(event.currentTarget).get('words')).trim());
  };
  const dir = language === 'ar' ? 'rtl' : 'ltr';
  return (
    <SettingPart title={t(`settings.texts.kind.${kind}`)}>
      <form className="setting-form" onSubmit={send}>
        {save.fault !== null && <Fault>{save.fault}</Fault>}
        <label className="field">
          {t('settings.texts.words')}
          <textarea
            name="words"
            rows={3}
            lang={language}
            dir={dir}
            maxLength={300}
            value={written ?? words}
            onChange={({ target }) => setWritten(target.value)}
            readOnly={!mayChange}
            required
          />
        </label>
        <div className="setting-preview">
          <p className="hint">
            {t('settings.texts.preview')} {t('settings.texts.parts', { count: parts })}{' '}
            {encoding === 'ucs2' && t('settings.texts.wide')}
          </p>
          <blockquote lang={language} dir={dir}>
            {text}
          </blockquote>
          {costly.length > 0 && (
            <p className="standing late">
              {t('settings.texts.costly', { letters: listOf(costly, i18n.language) })}
            </p>
          )}
        </div>
        {mayChange && (
          <div className="acts">
            <button className="quiet-button" type="submit" aria-disabled={save.isBusy}>
              {t('settings.act.save')}
              <span className="hidden-text">{t(`settings.texts.kind.${kind}`)}</span>
            </button>
            {own && (
              <button
                className="quiet-button"
                type="button"
                onClick={() => {
                  setWritten(null);
                  save.run(null);
                }}
              >
                {t('settings.texts.reset')}
              </button>
            )}
          </div>
        )}
      </form>
    </SettingPart>
  );
};

const Texts = ({ depot }: { readonly depot: Depot }) => {
  const { t } = useTranslation();
  const { data: messages } = useSuspenseQuery(textsQuery(depot.id));
  const [language, setLanguage] = useState(messages.language);
  const [done, setDone] = useState<string | null>(null);
  const shown = messages.previews.filter((one) => one.language === language);
  return (
    <SettingsPage
      title={t('settings.section.texts')}
      sentence={t('settings.texts.sentence', { name: depot.name })}
      done={done}
    >
      <p>{t('settings.texts.what')}</p>
      <label className="field setting-narrow">
        {t('settings.texts.language')}
        <select
          value={language}
          onChange={({ target: { value } }) => isLanguage(value) && setLanguage(value)}
        >
          {Object.entries(LANGUAGES).map(([tag, { name }]) => (
            <option key={tag} value={tag} lang={tag}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {shown.map((preview) => (
        <Text
          key={`${preview.kind} ${preview.language}`}
          depot={depot}
          preview={preview}
          onDone={() => setDone(t('settings.act.saved'))}
        />
      ))}
    </SettingsPage>
  );
};

/** What the customers of the depot that is looked at are written, in each language. */
export const TextsPage = () => <OfDepot>{(depot) => <Texts depot={depot} />}</OfDepot>;
