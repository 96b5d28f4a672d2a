import type { Phrases } from "../phrases.ts";
import type { Caution } from "./caution.ts";

/** What the analyser knows of one language. All words are folded (words.ts). */
export type Vocabulary = LanguageWords & Caution;

export interface LanguageWords {
  readonly yes: Phrases;
  readonly no: Phrases;
  /** Words that may stand before an answer without changing it. */
  readonly fillers: Phrases;
  /** Words that deny what follows them in their clause. */
  readonly negations: Phrases;
  /** "but": what follows may take the answer back. */
  readonly reservations: Phrases;
  /** Whoever says this takes back what was said before. */
  readonly corrections: Phrases;
  /** "I would like to": marks a request of the user. */
  readonly requests: Phrases;
  /** "I have sent", "is booked": marks what the assistant did or promises. */
  readonly commitments: Phrases;
  /** Begins a question even where speech-to-text wrote no question mark. */
  readonly questions: Phrases;
  /** An answering machine speaks. */
  readonly voicemail: Phrases;
  /** Before a speaker's own name. */
  readonly ownName: Phrases;
  /** Before a name in the answer to a question for it ("this is"); elsewhere other things follow them too. */
  readonly introductions: Phrases;
  /** Before the name of the other, in a question that is answered with yes or no. */
  readonly otherName: Phrases;
  /** Titles before a name; not part of it. */
  readonly titles: Phrases;
  readonly positive: Phrases;
  readonly negative: Phrases;
  /** Words without meaning of their own. */
  readonly stopWords: ReadonlySet<string>;
  readonly numbers: ReadonlyMap<string, number>;
  /** Between the parts of a number: "thirty and five". */
  readonly numberJoints: ReadonlySet<string>;
  /** From 1 to 12. */
  readonly months: ReadonlyMap<string, number>;
  readonly weekdays: ReadonlySet<string>;
  /** Days told from today ("tomorrow"), and words beside a weekday ("next"). */
  readonly relativeDays: Phrases;
  readonly dayModifiers: ReadonlySet<string>;
  readonly morning: Phrases;
  readonly afternoon: Phrases;
  /** "o'clock" in its place after the hour. */
  readonly hourWords: ReadonlySet<string>;
  /** Whether "16:30" and "9:45" are times of a day of 24 hours. */
  readonly isClockOf24: boolean;
  readonly spokenAt: ReadonlySet<string>;
  readonly spokenDot: ReadonlySet<string>;
}
