import { phrasesOf } from "../phrases.ts";
import { foldedSet } from "../words.ts";
import { countFrom, numberTable } from "./numbers.ts";
import type { LanguageWords } from "./vocabulary.ts";

export const ENGLISH: LanguageWords = {
  yes: phrasesOf(
    "yes;yeah;yep;yup;sure;of course;correct;that's right;exactly;absolutely;definitely;certainly;please do;i do;i am;speaking",
  ),
  no: phrasesOf("no;nope;nah;not really;i don't;i do not;never"),
  fillers: phrasesOf("uh;um;oh;well;hm;hmm;ah;okay;ok;so"),
  negations: phrasesOf("not;don't;doesn't;didn't;never;no;can't;cannot;won't;isn't;aren't;wasn't;wouldn't;without;neither;nothing"),
  reservations: phrasesOf("but;however;although;unless;except;maybe;perhaps"),
  corrections: phrasesOf("sorry;i mean;i meant;correction;actually;wait;scratch that;rather;no not"),
  requests: phrasesOf(
    "i'd like;i would like;i want;i need;i wanted;i'd love;can i;could i;can you;could you;would you;may i;please help;help me;i'm calling;i am calling;i'm looking for;i am looking for;where is;isn't here;is missing;was missing;doesn't work;not working;charged me;i have a problem;i have a question;i have an issue;still isn't;hasn't arrived;is down;is broken",
  ),
  commitments: phrasesOf(
    "all set;i've approved;i have approved;i've added;i've moved;i've put;i've changed;i've removed;i've refunded;we've sent;will be;will contact;will get back;will reach out;will be refunded;i will;i'll;we will;we'll;you'll receive;you will receive;is booked;are booked;is confirmed;are confirmed;has been;have been;i have noted;i've noted;i have issued;i've issued;i have sent;i've sent;i've booked;i have booked;will be delivered;will arrive;i have opened;i've opened;will call you;i've scheduled;i have scheduled;i've updated;i have updated;i've cancelled;i have cancelled",
  ),
  questions: phrasesOf(
    "what;which;when;where;who;how;do you;did you;are you;is it;is this;is that;can you;could you;would you;will you;have you;may i;can i",
  ),
  voicemail: phrasesOf("leave a message;leave your message;after the tone;after the beep;voicemail;you have reached"),
  ownName: phrasesOf("my name is;my name's;my full name is;the name is;name's;under the name;under the name of"),
  introductions: phrasesOf("this is;i'm;i am;it's;it is;that's;sure it's"),
  otherName: phrasesOf("am i speaking with;am i speaking to;am i talking to;speaking with;is this"),
  titles: phrasesOf("mr;mrs;ms;miss;dr;doctor"),
  positive: phrasesOf(
    "great;excellent;perfect;wonderful;amazing;awesome;fantastic;lovely;brilliant;very helpful;really helpful;so helpful;delighted;happy;very happy;love it;impressed;thank you so much;the best;superb",
  ),
  negative: phrasesOf(
    "terrible;horrible;awful;ridiculous;furious;angry;useless;worst;disgusting;unacceptable;frustrated;frustrating;disappointed;disappointing;annoying;annoyed;idiots;idiot;scam;rubbish;pathetic;fed up;shame on you;disgrace;outrageous;incompetent;upset",
  ),
  stopWords: foldedSet(
    "a an the of for to in on at by with and or my your our their his her it its is are was be i me you we they them this that s d m re ve ll want wants wanted would like likes please do does did have has had will can could just some whether if not who what which how about from up",
  ),
  numbers: numberTable(
    countFrom(
      0,
      "zero|oh one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
    ),
    countFrom(20, "twenty thirty forty|fourty fifty sixty seventy eighty ninety", 10),
    [
      ["hundred", 100],
      ["thousand", 1000],
    ],
  ),
  numberJoints: foldedSet("and"),
  months: new Map([
    ...countFrom(
      1,
      "january|jan february|feb march april|apr may june|jun july|jul august|aug september|sep|sept october|oct november|nov december|dec",
    ),
  ]),
  weekdays: foldedSet("monday tuesday wednesday thursday friday saturday sunday"),
  relativeDays: phrasesOf("tomorrow;today;the day after tomorrow;tonight"),
  dayModifiers: foldedSet("next this"),
  morning: phrasesOf("am;a m;in the morning"),
  afternoon: phrasesOf("pm;p m;in the afternoon;in the evening;at night;tonight"),
  hourWords: foldedSet("clock"),
  isClockOf24: false,
  spokenAt: foldedSet("at"),
  spokenDot: foldedSet("dot point"),
};
