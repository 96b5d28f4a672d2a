import { phrasesOf } from "../phrases.ts";
import { foldedSet } from "../words.ts";
import { countFrom, numberTable } from "./numbers.ts";
import type { LanguageWords } from "./vocabulary.ts";

export const FRENCH: LanguageWords = {
  yes: phrasesOf("oui;ouais;bien sûr;d'accord;exactement;tout à fait;c'est ça;c'est moi;absolument;certainement;volontiers"),
  no: phrasesOf("non;pas du tout;jamais;pas vraiment"),
  fillers: phrasesOf("euh;ah;oh;ben;bah;bon;alors;allô"),
  negations: phrasesOf("ne;n;pas;jamais;sans;aucun;aucune;rien;ni"),
  reservations: phrasesOf("mais;cependant;sauf;peut-être;toutefois"),
  corrections: phrasesOf("pardon;je veux dire;plutôt;je me suis trompé;je me suis trompée;en fait;excusez-moi"),
  requests: phrasesOf(
    "il me faut;il me faudrait;je voudrais;j'aimerais;je veux;je souhaite;je souhaiterais;j'ai besoin;pouvez-vous;pourriez-vous;puis-je;j'appelle pour;je vous appelle pour;j'ai un problème;j'ai une question;ne marche pas;ne fonctionne pas;est en panne;n'est pas arrivé",
  ),
  commitments: phrasesOf(
    "c'est fait;vous contacte;vous contactera;vous contacterons;vous appellera;j'ai noté;j'ai réservé;j'ai modifié;je réserve;est annulée;est annulé;est enregistrée;est enregistré;sera;serez;est réservée;est réservé;est confirmé;est confirmée;est reportée;est reporté;est noté;sera livré;sera livrée;je note;je vais;nous allons;j'ai envoyé;je vous ai envoyé;je vous envoie;nous vous rappellerons;nous vous enverrons;vous recevrez;je retire;j'ai annulé;j'ai ouvert;nous avons;je transmets;a été",
  ),
  questions: phrasesOf(
    "que;quel;quelle;quels;quelles;quand;où;qui;comment;combien;est-ce que;voulez-vous;souhaitez-vous;avez-vous;êtes-vous;pouvez-vous;puis-je;préférez-vous",
  ),
  voicemail: phrasesOf("laissez-moi un message;laissez un message;après le bip;après le signal;messagerie;boîte vocale;répondeur"),
  ownName: phrasesOf("je m'appelle;mon nom est;mon nom complet est;au nom de"),
  introductions: phrasesOf("c'est;je suis;ici;au nom de"),
  otherName: phrasesOf("je parle bien à;je parle à;suis-je bien avec;êtes-vous"),
  titles: phrasesOf("monsieur;madame;mademoiselle;m;mme;docteur;dr"),
  positive: phrasesOf(
    "excellent;excellente;parfait;super;génial;géniale;formidable;magnifique;ravi;ravie;merveilleux;très gentil;très gentille;fantastique;content;contente;satisfait;satisfaite;merci infiniment;bravo",
  ),
  negative: phrasesOf(
    "inadmissible;furieux;furieuse;lamentable;scandaleux;honteux;honte;nul;nulle;catastrophe;catastrophique;incapables;incapable;arnaque;déçu;déçue;inacceptable;horrible;insupportable;en colère;ras le bol;marre;voleurs;énervé;énervée",
  ),
  stopWords: foldedSet(
    "le la les l un une des du de d à a au aux en et ou pour par avec dans sur ce cette ces mon ma mes votre vos son sa ses je j vous il elle nous on que qu qui quoi est sont être êtes etes été ete si s se ne n pas client patient personne bien y",
  ),
  numbers: numberTable(
    countFrom(0, "zéro un|une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"),
    countFrom(20, "vingt|vingts trente quarante cinquante soixante septante huitante|octante nonante", 10),
    [
      ["cent", 100],
      ["cents", 100],
      ["mille", 1000],
    ],
  ),
  numberJoints: foldedSet("et"),
  months: new Map(countFrom(1, "janvier février mars avril mai juin juillet août septembre octobre novembre décembre")),
  weekdays: foldedSet("lundi mardi mercredi jeudi vendredi samedi dimanche"),
  relativeDays: phrasesOf("après-demain;demain;aujourd'hui"),
  dayModifiers: foldedSet("ce prochain"),
  morning: phrasesOf("du matin"),
  afternoon: phrasesOf("de l'après-midi;du soir"),
  hourWords: foldedSet("h heures heure"),
  isClockOf24: true,
  spokenAt: foldedSet("arobase at"),
  spokenDot: foldedSet("point"),
};
