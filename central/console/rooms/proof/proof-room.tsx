import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../components/field.tsx';
import { Heading } from '../../components/heading.tsx';
import { RoomTitle } from '../../components/room-title.tsx';
import { Loading } from '../../frame/failures.tsx';
import { foundQuery } from './proof-queries.ts';
import './proof-room.css';

/** Those that somebody may mean; the only one is opened without a further touch. */
const Found = ({ asked }: { readonly asked: string }) => {
  const { t } = useTranslation('proof');
  const navigate = useNavigate();
  const { data: found, error } = useQuery(foundQuery(asked));
  const only = found?.deliveries.length === 1 ? found.deliveries[0]?.id : undefined;
  useEffect(() => {
    if (only === undefined) return;
    void navigate({ to: '/proof/$delivery', params: { delivery: only }, replace: true });
  }, [only, navigate]);
  if (error !== null) throw error;
  if (found === undefined || only !== undefined) return <Loading />;
  const { deliveries, more } = found;
  if (deliveries.length === 0) {
    return (
      <div role="status">
        <p className="found-none">{t('find.none', { asked })}</p>
        <p className="hint">{t('find.noneNext')}</p>
      </div>
    );
  }
  return (
    <section>
      <h2>{t('find.several')}</h2>
      <ul className="found">
        {deliveries.map(({ id, shortId, customer, address, route }) => (
          <li key={id}>
            <Link to="/proof/$delivery" params={{ delivery: id }}>
              <strong>{shortId}</strong>
              <bdi>{customer === '' ? t('fact.erased') : customer}</bdi>
              <bdi>{address.join(', ')}</bdi>
              <span className="hint">{route.day}</span>
            </Link>
          </li>
        ))}
      </ul>
      {more && <p className="hint">{t('find.more')}</p>}
    </section>
  );
};

/** A delivery is found by its reference, or by what is known of it, and proved. */
export const ProofRoom = () => {
  const { t } = useTranslation('proof');
  const { t: t0 } = useTranslation();
  const navigate = useNavigate();
  const { find = '' } = useSearch({ from: '/signed-in/proof/' });
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const asked = String(new FormData(event.currentTarget).get('asked') ?? '').trim();
    void navigate({ to: '/proof', search: (before) => ({ ...before, find: asked }) });
  };
  return (
    <div className="proof-room">
      <RoomTitle room={t0('proof.room')} />
      <Heading>{t('find.title')}</Heading>
      <form className="find-form" onSubmit={send}>
        <Field
          key={find}
          label={t('find.label')}
          hint={t('find.what')}
          name="asked"
          type="search"
          defaultValue={find}
          minLength={2}
          maxLength={120}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          required
        />
        <button className="button" type="submit">
          {t('find.act')}
        </button>
      </form>
      {find.length >= 2 && <Found key={find} asked={find} />}
      <aside className="find-file">
        <h2>{t('find.file')}</h2>
        <p>{t('find.fileWhat')}</p>
        <Link className="quiet-button" to="/verify">
          {t('find.file')}
        </Link>
      </aside>
    </div>
  );
};
