// The ways to write one number that the fixtures hold. Each spelling is [kind, region to read it in, text].
import libphonenumber from 'google-libphonenumber';
import { util } from './oracle.mjs';

const { PhoneNumberFormat } = libphonenumber;

// What is dialled before an international number, carrier codes included.
const DIALLED = [
  ['US', '011'], ['GB', '00'], ['AU', '0011'], ['AU', '14110011'], ['BR', '0021'], ['RU', '810'], ['JP', '010'], ['CO', '009'],
  ['FI', '990'], ['KR', '00700'], ['HK', '001'], ['SG', '001'], ['IL', '012'], ['KE', '000'], ['CN', '1790800'], ['TH', '001'],
  ['UG', '000'], ['KZ', '810'], ['CL', '1230'], ['BY', '810'], ['CU', '119'], ['LT', '00'], ['PY', '002'], ['MN', '001'],
];

/** National, international, RFC 3966 and as dialled from two other regions. */
export function* usual(number, region, turn) {
  const home = region === '001' ? '' : region;
  if (home) yield ['national', home, util.format(number, PhoneNumberFormat.NATIONAL)];
  yield ['international', home, util.format(number, PhoneNumberFormat.INTERNATIONAL)];
  yield ['rfc3966', '', util.format(number, PhoneNumberFormat.RFC3966)];
  const [caller, prefix] = DIALLED[turn % DIALLED.length];
  const written = util.format(number, PhoneNumberFormat.INTERNATIONAL).slice(1);
  yield ['from-abroad', caller, `${prefix} ${written}`];
  const [other] = DIALLED[(turn + 5) % DIALLED.length];
  yield ['from-abroad', other, util.formatOutOfCountryCallingNumber(number, other)];
}

/** What a keyboard, a spreadsheet or another program makes of it. */
export function* noisy(number, region) {
  const e164 = util.format(number, PhoneNumberFormat.E164);
  const written = util.format(number, PhoneNumberFormat.INTERNATIONAL);
  const code = String(number.getCountryCode());
  const national = util.getNationalSignificantNumber(number);
  const asWritten = region === '001' ? written : util.format(number, PhoneNumberFormat.NATIONAL);
  const home = region === '001' ? '' : region;

  yield ['e164', '', e164];
  yield ['no-plus', home, code + national];
  yield ['bare', home, national];
  yield ['brackets', '', `+${code} (${national.slice(0, 3)}) ${national.slice(3)}`];
  yield ['zero-in-brackets', '', `+${code} (0)${national}`];
  yield ['dots', '', written.replace(/[ -]/g, '.')];
  yield ['slashes', home, asWritten.replace(/[ -]/g, '/')];
  yield ['en-dashes', home, asWritten.replace(/[ -]/g, '\u2013')];
  yield ['nbsp', '', written.replace(/[ -]/g, '\u00a0')];
  yield ['full-width', '', shift(written, 0xff10).replace('+', '\uff0b')];
  yield ['arabic-indic', home, shift(asWritten, 0x0660)];
  yield ['persian', home, shift(asWritten, 0x06f0)];
  yield ['whatsapp', '', `whatsapp:${e164}`];
  yield ['words-before', home, `Tel. ${asWritten}`];
  yield ['extension-x', '', `${written} x123`];
  yield ['extension-ext', home, `${asWritten} ext. 4567`];
  yield ['extension-hash', '', `${written}#89`];
  yield ['extension-rfc', '', `tel:${e164};ext=123`];
  yield ['extension-russian', '', `${written} \u0434\u043e\u0431. 12`];
  yield ['subaddress', '', `tel:${e164};isub=12345`];
  yield ['context', '', `tel:${national};phone-context=+${code}`];
  if (home) yield ['lower-case-region', home.toLowerCase(), asWritten];
  if (home && util.getMetadataForRegion(home).getNationalPrefixForParsing()) {
    yield ['carrier', home, util.formatNationalNumberWithCarrierCode(number, '15')];
  }
}

/** Beyond libphonenumber: [kind, region, text, plain text that libphonenumber reads the same]. */
export function* beyond(number, region) {
  const e164 = util.format(number, PhoneNumberFormat.E164);
  const written = util.format(number, PhoneNumberFormat.INTERNATIONAL);
  const home = region === '001' ? '' : region;
  yield ['double-zero', '', `00${e164.slice(1)}`, e164];
  yield ['thin-space', '', written.replace(/[ -]/g, '\u2009'), written];
  yield ['narrow-nbsp', '', written.replace(/[ -]/g, '\u202f'), written];
  yield ['bidi', home, `\u202a${written}\u202c`, written];
  yield ['isolate', '', `\u2066${written.slice(0, 4)}\u200e${written.slice(4)}\u2069`, written];
  yield ['tab', '', written.replace(/[ -]/, '\t'), written];
  yield ['devanagari', '', shift(written, 0x0966), written];
  yield ['bold-digits', '', written.replace(/\d/g, (d) => String.fromCodePoint(0x1d7ce + Number(d))), written];
  yield ['sms', '', `SMS:${e164}?body=hello`, e164];
}

function shift(text, zero) {
  return text.replace(/\d/g, (digit) => String.fromCharCode(zero + Number(digit)));
}
