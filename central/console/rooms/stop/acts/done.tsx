import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../../../client/client.ts';

export type Message = Schemas['DeliveryOutcome']['message'];

/** What was done, and what it means for what the customer was written. */
export const Done = ({ message }: { readonly message: Message }) => {
  const { t: s } = useTranslation('stop');
  return (
    <p className={message === 'wrong' ? 'act-done bad' : 'act-done'} role="status">
      {s('wasDone')} {message !== 'none' && s(`outcome.${message}`)}
    </p>
  );
};
