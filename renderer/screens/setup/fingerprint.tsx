import { useTranslation } from 'react-i18next';
import './fingerprint.css';

/** Groups of four if it comes in one piece: nobody reads out more at a time. */
const groupsOf = (fingerprint: string): readonly string[] =>
  (/\s/.test(fingerprint) ? fingerprint.match(/\S+/g) : fingerprint.match(/.{1,4}/g)) ?? [];

/** Groups that two people read to each other, to know that they mean the same terminal. */
export const Fingerprint = ({ fingerprint }: { fingerprint: string }) => {
  const { t } = useTranslation();
  return (
    <section className="fingerprint">
      <h2>{t('setup.fingerprint')}</h2>
      <p dir="ltr">
        {groupsOf(fingerprint).map((group, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the groups have a fixed order
          <span key={index}>{group}</span>
        ))}
      </p>
    </section>
  );
};
