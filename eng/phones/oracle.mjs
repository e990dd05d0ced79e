// What libphonenumber itself makes of a text: the answers that the fixtures hold.
import libphonenumber from 'google-libphonenumber';

const { PhoneNumberFormat, PhoneNumberUtil } = libphonenumber;
const POSSIBLE = PhoneNumberUtil.ValidationResult?.IS_POSSIBLE ?? 0;
export const util = PhoneNumberUtil.getInstance();

/**
 * The E.164 form, or "-" if the text cannot be read or its length is not that of a full number of the country. The oracle may
 * read its own E.164 form as another number (+44 00 ... loses a 0 each time); then the form at which it comes to rest.
 */
export function read(text, region) {
  const e164 = readOnce(text, region);
  return e164 === '-' || readOnce(e164) === e164 ? e164 : read(e164);
}

function readOnce(text, region) {
  try {
    const number = util.parse(text, region ?? undefined);
    return util.isPossibleNumberWithReason(number) === POSSIBLE ? util.format(number, PhoneNumberFormat.E164) : '-';
  } catch {
    return '-';
  }
}

/** The oracle keeps national numbers as floating point: beyond 15 digits it is not exact, and cannot say what is right. */
export function isExact(e164) {
  return e164.length <= 1 + 15;
}

/** A line of a fixture: tabs between columns, everything but printable ASCII as \uXXXX. */
export function row(...columns) {
  return columns.map((column) => [...String(column ?? '')].map(escape).join('')).join('\t');
}

function escape(sign) {
  return sign >= ' ' && sign <= '~'
    ? sign
    : [...Array(sign.length).keys()].map((i) => '\\u' + sign.charCodeAt(i).toString(16).padStart(4, '0')).join('');
}

/** Numbers that look random and are the same on every run (a linear congruential generator). */
export function generator(seed) {
  let state = BigInt(seed);
  return (below) => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return Number((state >> 33n) % BigInt(below));
  };
}
