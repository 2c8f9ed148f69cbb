import { useTranslation } from 'react-i18next';
import { questionGroups } from './question-groups.ts';

/** What the customer types into the token, as one reads it out: in groups. */
export const TokenQuestion = ({ question }: { question: string }) => {
  const { t } = useTranslation();
  return (
    <section className="token-question" data-long={question.length > 10}>
      <p className="token-groups" dir="ltr">
        {questionGroups(question).map(({ from, text }) => (
          <span key={from}>{text} </span>
        ))}
      </p>
      <p className="token-how">{t('token.question')}</p>
    </section>
  );
};
