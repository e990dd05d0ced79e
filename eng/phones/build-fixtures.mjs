// Writes the fixtures of the phone tests, with libphonenumber as the oracle, to tests/LeadStore.Tests/Phones/:
//   example-numbers.tsv   an example of every type of number in every region, in many spellings
//   random-numbers.tsv    random digits, of which many are refused
//
//   npm install           once; the version of the oracle is pinned in package.json
//   npm run fixtures      writes the files; the same version always writes the same bytes
//
// Columns: region of the number, type, kind of spelling, region to read it in, text, E.164 or - if it must be refused.
import { writeFileSync } from 'node:fs';
import libphonenumber from 'google-libphonenumber';
import { generator, isExact, read, row, util } from './oracle.mjs';
import { beyond, noisy, usual } from './spellings.mjs';

const { PhoneNumberFormat, PhoneNumberType } = libphonenumber;
const RANDOM_NUMBERS_PER_REGION = 14;
const folder = new URL('../../tests/LeadStore.Tests/Phones/', import.meta.url);
const regions = [...util.getSupportedRegions()].sort();
const codes = [...new Set(util.getSupportedCallingCodes().map(Number))].sort((a, b) => a - b);
const globalCodes = codes.filter((code) => util.getRegionCodeForCountryCode(code) === '001');
const types = Object.entries(PhoneNumberType).filter(([, value]) => value >= 0);

write('example-numbers.tsv', examples());
write('random-numbers.tsv', randoms());

function* examples() {
  let turn = 0;
  for (const region of regions) {
    const seen = new Set();
    for (const [type, value] of types) {
      const number = util.getExampleNumberForType(region, value);
      if (!number || seen.has(util.format(number, PhoneNumberFormat.E164))) continue;
      seen.add(util.format(number, PhoneNumberFormat.E164));
      yield* spellings(number, region, type, turn++, seen.size === 1);
    }
  }
  for (const code of globalCodes) {
    yield* spellings(util.getExampleNumberForNonGeoEntity(code), '001', 'GLOBAL', turn++, true);
  }
}

function* spellings(number, region, type, turn, withNoise) {
  for (const [kind, readIn, text] of usual(number, region, turn)) yield answered(region, type, kind, readIn, text, text);
  if (!withNoise) return;
  for (const [kind, readIn, text] of noisy(number, region)) yield answered(region, type, kind, readIn, text, text);
  for (const [kind, readIn, text, plain] of beyond(number, region)) yield answered(region, type, kind, readIn, text, plain);
}

function* randoms() {
  const random = generator(20260101);
  const digits = (count) => Array.from({ length: count }, () => random(10)).join('');
  for (const region of regions) {
    for (let n = 0; n < RANDOM_NUMBERS_PER_REGION; n++) {
      const national = digits(3 + random(12));
      const code = util.getCountryCodeForRegion(region);
      const prefix = util.getNddPrefixForRegion(region, true) ?? '';
      const [kind, text] = [
        ['digits', national],
        ['trunk', prefix + national],
        ['plus', `+${code}${national}`],
        ['no-plus', `${code}${national}`],
        ['plus-trunk', `+${code} ${prefix} ${national}`],
      ][n % 5];
      yield answered(region, 'RANDOM', kind, region, text, text);
    }
  }
}

function answered(region, type, kind, readIn, text, plain) {
  const expected = read(plain, readIn);
  // LeadStore understands 00 in every region; where libphonenumber does not, it is no oracle.
  if (expected === '-' && plain.startsWith('00')) return null;
  return isExact(expected) ? row(region, type, kind, readIn, text, expected) : null;
}

function write(name, rows) {
  const lines = [...rows].filter((line) => line !== null);
  writeFileSync(new URL(name, folder), lines.join('\n') + '\n');
  console.log(`${name}: ${lines.length} rows, ${lines.filter((line) => line.endsWith('\t-')).length} of them refused`);
}
