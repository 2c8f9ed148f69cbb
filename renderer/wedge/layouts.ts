/** The keys of a US keyboard in their rows, without and with shift; and the same keys elsewhere. */
const US =
  '`1234567890-=qwertyuiop[]\\asdfghjkl;\'zxcvbnm,./~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>?';
const LAYOUTS: Readonly<Record<string, string>> = {
  'QWERTZ (Deutsch)':
    '^1234567890ß´qwertzuiopü+#asdfghjklöäyxcvbnm,.-°!"§$%&/()=?`QWERTZUIOPÜ*\'ASDFGHJKLÖÄYXCVBNM;:_',
  'AZERTY (Français)':
    '²&é"\'(-è_çà)=azertyuiop^$*qsdfghjklmùwxcvbn,;:!~1234567890°+AZERTYUIOP¨£µQSDFGHJKLM%WXCVBN?./§',
  'QWERTY (Español)':
    'º1234567890\'¡qwertyuiop`+çasdfghjklñ´zxcvbnm,.-ª!"·$%&/()=?¿QWERTYUIOP^*ÇASDFGHJKLÑ¨ZXCVBNM;:_',
  'QWERTY (Italiano)':
    '\\1234567890\'ìqwertyuiopè+ùasdfghjklòàzxcvbnm,.-|!"£$%&/()=?^QWERTYUIOPé*§ASDFGHJKLç°ZXCVBNM;:_',
  'QWERTZ (Polski 214)':
    '˛1234567890+\'qwertzuiopżśóasdfghjklłąyxcvbnm,.-·!"#¤%&/()=?*QWERTZUIOPńćźASDFGHJKLŁęYXCVBNM;:_',
  'QWERTY (Svenska)':
    '§1234567890+´qwertyuiopå¨\'asdfghjklöäzxcvbnm,.-½!"#¤%&/()=?`QWERTYUIOPÅ^*ASDFGHJKLÖÄZXCVBNM;:_',
  'QWERTY (Dansk)':
    '½1234567890+´qwertyuiopå¨\'asdfghjklæøzxcvbnm,.-§!"#¤%&/()=?`QWERTYUIOPÅ^*ASDFGHJKLÆØZXCVBNM;:_',
  'Türkçe Q':
    '"1234567890*-qwertyuıopğü,asdfghjklşizxcvbnmöç.é!\'^+%&/()=?_QWERTYUIOPĞÜ;ASDFGHJKLŞİZXCVBNMÖÇ:',
  'QWERTZ (Magyar)':
    '0123456789öüóqwertzuiopőúűasdfghjkléáyxcvbnm,.-§\'"+!%/=()ÖÜÓQWERTZUIOPŐÚŰASDFGHJKLÉÁYXCVBNM?:_',
  'QWERTZ (Čeština)':
    ';+ěščřžýáíé=´qwertzuiopú)¨asdfghjklů§yxcvbnm,.-°1234567890%ˇQWERTZUIOP/(\'ASDFGHJKL"!YXCVBNM?:_',
  'QWERTY (Português)':
    '\\1234567890\'«qwertyuiop+´~asdfghjklçºzxcvbnm,.-|!"#$%&/()=?»QWERTYUIOP*`^ASDFGHJKLÇªZXCVBNM;:_',
  'QWERTY (Português, Brasil)':
    '\'1234567890-=qwertyuiop´[]asdfghjklç~zxcvbnm,.;"!@#$%¨&*()_+QWERTYUIOP`{}ASDFGHJKLÇ^ZXCVBNM<>:',
  'QWERTY (Norsk)':
    '|1234567890+\\qwertyuiopå¨\'asdfghjkløæzxcvbnm,.-§!"#¤%&/()=?`QWERTYUIOPÅ^*ASDFGHJKLØÆZXCVBNM;:_',
  'QWERTZ (Schweiz, Suisse)':
    '§1234567890\'^qwertzuiopü¨$asdfghjklöäyxcvbnm,.-°+"*ç%&/()=?`QWERTZUIOPè!£ASDFGHJKLéàYXCVBNM;:_',
  'QWERTY (Français, Canada)':
    '#1234567890-=qwertyuiop^¸<asdfghjkl;`zxcvbnm,.é|!"/$%?&*()_+QWERTYUIOP^¨>ASDFGHJKL:`ZXCVBNM\'.É',
  'AZERTY (Belgique, België)':
    '²&é"\'(§è!çà)-azertyuiop^$µqsdfghjklmùwxcvbn,;:=³1234567890°_AZERTYUIOP¨*£QSDFGHJKLM%WXCVBN?./+',
  'QWERTZ (Slovenčina)':
    ';+ľščťžýáíé=´qwertzuiopúäňasdfghjklô§yxcvbnm,.-°1234567890%ˇQWERTZUIOP/()ASDFGHJKL"!YXCVBNM?:_',
  'QWERTZ (Hrvatski, Slovenščina, Srpski)':
    '`1234567890\'+qwertzuiopšđžasdfghjklčćyxcvbnm,.-~!"#$%&/()=?*QWERTZUIOPŠĐŽASDFGHJKLČĆYXCVBNM;:_',
  'QWERTY (Română)':
    '„1234567890-=qwertyuiopăîâasdfghjklșțzxcvbnm,./”!@#$%^&*()_+QWERTYUIOPĂÎÂASDFGHJKLȘȚZXCVBNM;:?',
  'QWERTY (Eesti)':
    'ˇ1234567890+´qwertyuiopüõ\'asdfghjklöäzxcvbnm,.-~!"#¤%&/()=?`QWERTYUIOPÜÕ*ASDFGHJKLÖÄZXCVBNM;:_',
  'QWERTY (Lietuvių)':
    '`ąčęėįšųū„“-žqwertyuiop[]\\asdfghjkl;\'zxcvbnm,./~ĄČĘĖĮŠŲŪ()_ŽQWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>?',
  'QWERTY (Íslenska)':
    '°1234567890ö-qwertyuiopð\'+asdfghjklæ´zxcvbnm,.þ¨!"#$%&/()=Ö_QWERTYUIOPÐ?*ASDFGHJKLÆ´ZXCVBNM;:Þ',
  'QWERTY (Español, Latinoamérica)':
    '|1234567890\'¿qwertyuiop´+}asdfghjklñ{zxcvbnm,.-°!"#$%&/()=?¡QWERTYUIOP¨*]ASDFGHJKLÑ[ZXCVBNM;:_',
  'QWERTY (Nederlands)':
    '@1234567890/°qwertyuiop¨*<asdfghjkl+´zxcvbnm,.-§!"#$%&_()\'?~QWERTYUIOP^|>ASDFGHJKL±`ZXCVBNM;:=',
};

/** Scripts whose letters no symbol of the product has. */
const SCRIPTS: readonly (readonly [RegExp, string])[] = [
  [/\p{Script=Arabic}/u, 'العربية'],
  [/\p{Script=Cyrillic}/u, 'Кириллица'],
  [/\p{Script=Greek}/u, 'Ελληνικά'],
  [/\p{Script=Hebrew}/u, 'עברית'],
  [/\p{Script=Thai}/u, 'ไทย'],
  [/\p{Script=Hangul}/u, '한국어'],
  [/\p{Script=Georgian}/u, 'ქართული'],
  [/\p{Script=Armenian}/u, 'Հայերեն'],
];

/** What a scan begins with that is read as it was meant: an AIM identifier of a known symbology, a QR of ours. */
const MEANT = /^(?:\][A-Zdehoz][0-9A-Za-z]|K[SE]1\/|K[PB]1:|https?:\/\/)/;

/** What most scanners send that name no symbology: an SSCC, a code of a carrier. */
const DIGITS = /^\d{8}/;

/** Whether it is no digits as they were meant: none at all, or some became another letter. */
const isForeign = (start: string): boolean => !/\d/.test(start) || /[^ -~]/.test(start);

const translate = (text: string, from: string, to: string): string =>
  [...text].map((character) => to[from.indexOf(character)] ?? character).join('');

/**
 * The keyboard layout because of which a scan was not read as the scanner meant it, by its own
 * name; null if none is known that would explain it. Scanners type the keys of a US keyboard unless
 * they are set otherwise; a device that is set to another layout makes other characters of them.
 * One that is set to the US layout does so with a scanner that is set to another.
 */
export const wrongLayout = (text: string): string | null => {
  if (MEANT.test(text)) return null;
  const script = SCRIPTS.find(([letters]) => letters.test(text));
  if (script !== undefined) return script[1];
  const start = text.slice(0, 8);
  const found = Object.entries(LAYOUTS).find(
    ([, keys]) =>
      MEANT.test(translate(start, keys, US)) ||
      MEANT.test(translate(start, US, keys)) ||
      (isForeign(start) && DIGITS.test(translate(start, keys, US))),
  );
  return found?.[0] ?? null;
};
