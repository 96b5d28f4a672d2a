import type { ExtractedValue, RavanField } from "../../../domain/analysis.ts";
import { meaningfulWords } from "../intent.ts";
import type { Transcript } from "../transcript.ts";
import { foldedSet, isSameWord, type Word, wordsOf } from "../words.ts";
import { chooseAgreed } from "./agreed.ts";
import { findAnswer } from "./booleans.ts";
import { askedBefore, chooseOne, type Finder, findAll, onlyAbout, remembered } from "./candidates.ts";
import { findChoice } from "./choices.ts";
import { findCodes, findPostalCodes } from "./codes.ts";
import * as concepts from "./concepts.ts";
import { chooseContact } from "./contacts.ts";
import { findCounts } from "./counts.ts";
import { findDates, withOneSpelling } from "./dates.ts";
import { findEmails } from "./emails.ts";
import { CURRENCIES, findMoney } from "./money.ts";
import { findUserName } from "./names.ts";
import { findPhones } from "./phones.ts";
import { findTimes } from "./times.ts";

export interface FieldFound {
  readonly value: ExtractedValue;
  /** Why there is none; undefined where there is. */
  readonly reason: string | undefined;
}

const postalCodesIn = remembered(findPostalCodes);
const datesIn = remembered(findDates);
const emailsIn = remembered(findEmails);
const moneyIn = remembered(findMoney);
const phonesIn = remembered(findPhones);
const timesIn = remembered(findTimes);

const NOT_SAID = "the transcript does not say it plainly";
const NO_PATTERN = "the builtin analyser has no pattern for such a field";

/** Looks for the value of one configured field; null with a reason where it is not said plainly, or cannot be found by patterns. */
export function extractField(field: RavanField, transcript: Transcript): FieldFound {
  if (transcript.isVoicemail) return { value: null, reason: "only an answering machine spoke" };
  const find = searchFor(field);
  if (find === undefined) return { value: null, reason: NO_PATTERN };
  const value = find(transcript);
  return value === undefined ? { value: null, reason: NOT_SAID } : { value, reason: undefined };
}

type Search = (transcript: Transcript) => ExtractedValue | undefined;

function searchFor(field: RavanField): Search | undefined {
  if (field.type === "boolean") return (transcript) => findAnswer(field, transcript);
  if (field.type === "enum") return (transcript) => findChoice(field, transcript);
  const words = wordsOf(`${field.name} ${field.description}`.replaceAll("_", " "));
  return field.type === "number" ? searchForNumber(field, words) : searchForText(field, words);
}

function searchForNumber(field: RavanField, words: readonly Word[]): Search | undefined {
  if (concepts.speaksOf(words, concepts.PEOPLE) && !concepts.speaksOf(words, concepts.MONEY)) {
    return single(findCounts((beside) => concepts.speaksOf(beside, concepts.PEOPLE), true));
  }
  if (concepts.speaksOf(words, concepts.NIGHTS)) return single(findCounts((beside) => concepts.speaksOf(beside, concepts.NIGHTS), false));
  if (concepts.speaksOf(words, concepts.MONEY)) return (transcript) => findAmount(field, words, transcript);
  const wanted = meaningfulWords(`${field.name} ${field.description}`);
  return single(findCounts((beside) => beside.some(({ folded }) => wanted.some((word) => isSameWord(word, folded))), false));
}

const single =
  (find: Finder<number>): Search =>
  (transcript) =>
    chooseOne(findAll(transcript, find), transcript);

/** In this order, for "phone number for the order" is a phone number. */
function searchForText(field: RavanField, words: readonly Word[]): Search | undefined {
  const speaks = (concept: concepts.Concept): boolean => concepts.speaksOf(words, concept);
  if (speaks(concepts.EMAIL)) return (transcript) => chooseContact(emailsIn(transcript), concepts.EMAIL, transcript);
  if (speaks(concepts.POSTAL)) return (transcript) => chooseContact(postalCodesIn(transcript), concepts.POSTAL, transcript);
  if (speaks(concepts.PHONE)) return (transcript) => chooseContact(phonesIn(transcript), concepts.PHONE, transcript);
  if (speaks(concepts.TIME)) return (transcript) => chooseAgreed(field, concepts.TIME, timesIn(transcript), transcript);
  if (speaks(concepts.DATE)) return (transcript) => findDate(field, speaks(concepts.BIRTH), transcript);
  if (speaks(concepts.NAME)) return isOwnName(words) ? findUserName : undefined;
  const things = concepts.NUMBERED_THINGS.filter(speaks);
  if (things.length === 0 || !speaks(concepts.NUMBER_WORDS)) return undefined;
  return (transcript) => chooseOne(findAll(transcript, findCodes(things)), transcript);
}

/** Names of others cannot be told by "my name is". */
const OTHERS_NAMES: ReadonlySet<string> = foldedSet(
  "company agent product doctor street city hotel restaurant brand firma produkt straße empresa producto calle entreprise produit rue कंपनी डॉक्टर شركة المنتج الطبيب الموظف",
);
const isOwnName = (words: readonly Word[]): boolean => !words.some(({ folded }) => OTHERS_NAMES.has(folded));

function findDate(field: RavanField, isBirth: boolean, transcript: Transcript): string | undefined {
  const ofBirth = new Set(onlyAbout(datesIn(transcript), transcript, (words) => concepts.speaksOf(words, concepts.BIRTH)));
  const dates = datesIn(transcript).filter((candidate) => ofBirth.has(candidate) === isBirth);
  return chooseAgreed(field, concepts.DATE, withOneSpelling(dates, transcript), transcript);
}

/**
 * Amounts whose sentence speaks of what the field is for, by its purpose or its own words, or that answer a question which does
 * and names no amount itself. A promise only the user can make.
 */
function findAmount(field: RavanField, words: readonly Word[], transcript: Transcript): number | undefined {
  const amounts = moneyIn(transcript);
  const purposes = Object.values(concepts.MONEY_PURPOSES).filter((purpose) => concepts.speaksOf(words, purpose));
  if (purposes.includes(concepts.MONEY_PURPOSES.promised)) {
    const said = amounts.filter(({ turn }) => turn.role === "user");
    return chooseOne(said, transcript);
  }
  const wanted = meaningfulWords(`${field.name} ${field.description}`).filter(
    (word) => !concepts.isOf(word, concepts.MONEY) && !CURRENCIES.has(word),
  );
  const test = (said: readonly Word[]): boolean =>
    concepts.speaksOfAny(said, purposes) || said.some(({ folded }) => wanted.some((word) => isSameWord(folded, word)));
  const namesAmount = new Set(amounts.map(({ sentence }) => sentence));
  const fitting = amounts.filter(({ sentence, turn }) => {
    const asked = askedBefore(turn, transcript);
    return test(sentence.words) || (asked?.isQuestion === true && !namesAmount.has(asked) && test(asked.words));
  });
  return chooseOne(fitting, transcript);
}
