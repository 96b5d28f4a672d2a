import { phrasesOf } from "../phrases.ts";
import { foldedSet } from "../words.ts";
import { countFrom, germanNumbers } from "./numbers.ts";
import type { LanguageWords } from "./vocabulary.ts";

export const GERMAN: LanguageWords = {
  yes: phrasesOf("ja;jawohl;genau;richtig;stimmt;natürlich;klar;sicher;gerne;ja gerne;am apparat;auf jeden fall"),
  no: phrasesOf("nein;nee;nö;niemals;auf keinen fall;lieber nicht"),
  fillers: phrasesOf("äh;ähm;ach;oh;na;also;ah;nun"),
  negations: phrasesOf("nicht;kein;keine;keinen;keinem;keiner;nie;niemals;ohne;weder;nichts"),
  reservations: phrasesOf("aber;jedoch;allerdings;außer;vielleicht;eventuell"),
  corrections: phrasesOf("entschuldigung;ich meine;ich meinte;doch lieber;moment;besser gesagt;quatsch;nein doch"),
  requests: phrasesOf(
    "ich möchte;ich würde;ich will;ich brauche;ich hätte gern;ich wollte;könnten sie;können sie;kann ich;ich suche;ich habe ein problem;ich habe eine frage;ich kann mich nicht;funktioniert nicht;geht nicht;bitte einmal;ist kaputt;fällt aus;nicht angekommen",
  ),
  commitments: phrasesOf(
    "wir stellen;ich gebe;man wird;erfolgt zum;wird sich;meldet sich;wir melden;ich melde;wurde;ist storniert;ist erledigt;ist aufgenommen;ich buche;ich reserviere;ich verbinde;ist eingetragen;ist reserviert;ist gebucht;ist bestätigt;ist vorgemerkt;ist notiert;ich habe;wir haben;ich trage;ich schicke;ich sende;wir senden;wir schicken;wir rufen;ich rufe;wir liefern;wird geliefert;wird zugestellt;sie erhalten;sie bekommen;ich werde;wir werden;ich leite;ich notiere;ich storniere",
  ),
  questions: phrasesOf(
    "was;welche;welcher;welches;wann;wo;wer;wie;möchten sie;haben sie;können sie;sind sie;waren sie;darf ich;wünschen sie;wollen sie",
  ),
  voicemail: phrasesOf("hinterlassen sie eine nachricht;nach dem ton;nach dem signalton;mailbox;anrufbeantworter"),
  ownName: phrasesOf("mein name ist;ich heiße;ich heisse;auf den namen"),
  introductions: phrasesOf("ich bin;hier ist;das ist;hier spricht;auf"),
  otherName: phrasesOf("spreche ich mit;rede ich mit;sind sie"),
  titles: phrasesOf("herr;herrn;frau;dr;doktor;prof;professor"),
  positive: phrasesOf(
    "wunderbar;ausgezeichnet;hervorragend;fantastisch;toll;super;klasse;großartig;perfekt;prima;zufrieden;sehr zufrieden;begeistert;ich freue mich;sehr nett;sehr freundlich;spitze",
  ),
  negative: phrasesOf(
    "ärgerlich;katastrophe;katastrophal;unverschämt;unverschämtheit;wütend;sauer;schrecklich;furchtbar;unmöglich;frechheit;enttäuscht;enttäuschend;idioten;idiot;betrug;miserabel;unfassbar;inakzeptabel;schlechter service;genervt;nervt;saftladen;zumutung",
  ),
  stopWords: foldedSet(
    "der die das den dem des ein eine einen einem einer eines und oder zu zum zur in im am an auf für von vom mit bei aus um als ist sind war waren sein ihr ihre ihren ihrem ihrer mein meine meinen unser unsere unserer ich sie wir er es ob wie was mir mich sich ja bitte gern gerne möchte möchten wurde wird haben hat kunde kunden gast patient gewünscht",
  ),
  numbers: germanNumbers(),
  numberJoints: foldedSet("und"),
  months: new Map(countFrom(1, "januar|jänner februar märz april mai juni juli august september oktober november dezember")),
  weekdays: foldedSet("montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag"),
  relativeDays: phrasesOf("übermorgen;heute;morgen"),
  dayModifiers: foldedSet("nachsten kommenden diesen"),
  morning: phrasesOf("morgens;vormittags;am vormittag;früh"),
  afternoon: phrasesOf("nachmittags;abends;am nachmittag;am abend"),
  hourWords: foldedSet("uhr"),
  isClockOf24: true,
  spokenAt: foldedSet("at ät klammeraffe"),
  spokenDot: foldedSet("punkt"),
};
