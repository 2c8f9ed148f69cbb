import type { TFunction } from 'i18next';
import { CentralRefused } from '../../../client/client.ts';
import { codeOf } from '../../api/client.ts';
import { spanInWords } from '../../words/quantities.ts';
import { isNoPasskey } from './passkeys.ts';

/** From everywhere together more may have been tried than from here. */
const LONGEST_WAIT_MS = 180_000;

/** Why somebody could not come in, in words, by a problem's code; null: nobody knows more. */
const wordsOfCode = (code: string | null, why: unknown, t: TFunction, language: string) => {
  switch (code) {
    case 'sign-in-refused':
    case 'proof-refused':
      return t('signIn.refused');
    case 'too-many-tries':
      return t('signIn.wait', { span: spanInWords(LONGEST_WAIT_MS, language) });
    case 'provider-refused':
      return t('signIn.providerRefused');
    case 'provider-away':
      return t('signIn.providerAway');
    case 'password-weak':
      return why === 'too-short' ? t('setUp.tooShort') : t('setUp.easy');
    case 'code-wrong':
      return t('setUp.codeWrong');
    case 'passkey-refused':
      return t('signIn.noPasskey');
    case 'name-missing':
      return t('setUp.nameMissing');
    case 'name-taken':
      return t('setUp.nameTaken');
    case 'link-over':
      return t('setUp.over');
    default:
      return null;
  }
};

/** Why it did not work, in words; null: it did, or was not tried. */
export const faultWords = (error: unknown, t: TFunction, language: string): string | null => {
  if (error === null || error === undefined) return null;
  if (isNoPasskey(error)) return t('signIn.noPasskey');
  const why = error instanceof CentralRefused ? error.problem?.['why'] : null;
  return wordsOfCode(codeOf(error), why, t, language) ?? t('signIn.failed');
};

/** What the identity provider's answer came to, by the code in the address that it leads back to. */
export const providerFaultWords = (
  code: string | null,
  t: TFunction,
  language: string,
): string | null => {
  if (code === null) return null;
  if (code === 'sign-in-refused') return t('signIn.providerUnknown');
  return wordsOfCode(code, null, t, language) ?? t('signIn.failed');
};
