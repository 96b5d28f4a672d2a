import { type Phrases, phrasesOf } from "../phrases.ts";
import { foldedSet } from "../words.ts";

/** Words of one language that make what is said no plain statement of the user about the own matter now. */
export interface Caution {
  /** Dislike, another time, other people, mockery, "the day after": nothing is taken from such a sentence. */
  readonly doubts: Phrases;
  /** Takes back what was said or asked for before. */
  readonly withdrawals: Phrases;
  /** Has a no in it, and agrees. */
  readonly politeNo: Phrases;
  /** A yes that means no. */
  readonly mockery: Phrases;
  /** Nobody who says this is plainly glad, whatever else was said. */
  readonly complaints: Phrases;
  /** Accepts what the assistant said, besides a plain yes. */
  readonly acceptance: Phrases;
  /** The speaker's own side, in the mouth of the assistant. */
  readonly ownSide: ReadonlySet<string>;
  /** The other side, in the mouth of the user. */
  readonly yourSide: ReadonlySet<string>;
  /** Between two numbers of which either may hold. */
  readonly ranges: ReadonlySet<string>;
  /** Before a number that is a limit. */
  readonly limits: Phrases;
}

type Lists = Readonly<Record<keyof Caution, string>>;

const cautionOf = (lists: Lists): Caution => ({
  doubts: phrasesOf(lists.doubts),
  withdrawals: phrasesOf(lists.withdrawals),
  politeNo: phrasesOf(lists.politeNo),
  mockery: phrasesOf(lists.mockery),
  complaints: phrasesOf(lists.complaints),
  acceptance: phrasesOf(lists.acceptance),
  ownSide: foldedSet(lists.ownSide),
  yourSide: foldedSet(lists.yourSide),
  ranges: foldedSet(lists.ranges),
  limits: phrasesOf(lists.limits),
});

const ENGLISH = cautionOf({
  doubts:
    "anything but;anything except;hate;dislike;detest;other than;instead of;rather than;apart from;used to;no longer;any more;anymore;formerly;previously;my old;old one;expired;outdated;last year;last month;last week;last time;yesterday;ago;back then;there were;there was;in the queue;in line;ahead of me;before me;my wife;my husband;my boss;my friend;my neighbour;my neighbor;my brother;my sister;my mother;my father;my son;my daughter;my colleague;somebody else;someone else;as if;yeah right;you wish;the day after;day before;the following day;pretend;suppose;hypothetically",
  withdrawals:
    "never mind;nevermind;changed my mind;change my mind;forget it;forget that;no wait;wait no;keep it;on second thought;on second thoughts;leave it;scratch that;that's wrong;that is wrong;that's old;no longer works;doesn't work anymore;don't use it",
  politeNo: "no problem;no problems;no worries;no doubt;no question;no issue;no trouble;not a problem;no objection;no objections;no matter",
  mockery: "yeah right;yeah sure;sure sure;as if;you wish;in your dreams;very funny;haha;ha ha;good one;when pigs fly;dream on;oh please",
  complaints:
    "bloody;lost;again;broken;late;delayed;wrong;missing;damaged;complaint;complain;refund;never arrived;never came;still waiting;still not;waste;ruined;failed;nobody;charged me;twice;worse;ignored;forgot;as if;yeah right;thanks for nothing;great job;good job;well done;bravo;not working;doesn't work",
  acceptance:
    "thanks;thank you;perfect;great;okay;ok;fine;sounds good;that works;good;wonderful;excellent;lovely;alright;all right;brilliant;super;cheers",
  ownSide: "our ours us we my mine me",
  yourSide: "your yours",
  ranges: "to or and through till",
  limits: "up to;at least;at most;less than;more than;fewer than;under;over;below;above;between;maximum;minimum;not more than",
});

const SPANISH = cautionOf({
  doubts:
    "menos;odio;detesto;no soporto;en vez de;en lugar de;excepto;antes era;antes tenía;ya no;antiguo;antigua;anterior;caducado;el año pasado;el mes pasado;la semana pasada;la última vez;ayer;hace un;hace una;hace dos;había;habían;en la cola;delante de mí;antes que yo;mi mujer;mi esposa;mi marido;mi esposo;mi jefe;mi jefa;mi amigo;mi amiga;mi vecino;mi hermano;mi hermana;mi madre;mi padre;mi hijo;mi hija;otra persona;como si;como que;el día después;el día siguiente;al día siguiente;el día antes;el día anterior;la víspera",
  withdrawals:
    "olvídelo;olvídalo;déjelo;déjalo;da igual;cambié de opinión;he cambiado de opinión;espere no;no espere;no mejor no;ya no funciona;ya no existe;ya no la uso;ya no lo uso",
  politeNo:
    "no hay problema;ningún problema;sin problema;no se preocupe;no te preocupes;no pasa nada;no faltaba más;no hay inconveniente;no me importa;no importa;no hay duda",
  mockery: "como si;como que;sí hombre;sí sí;claro claro;ni loco;ni loca;ni en sueños;ja ja;jaja;ya claro;qué gracioso",
  complaints:
    "otra vez;de nuevo;perdido;perdieron;han perdido;habéis perdido;roto;rota;tarde;retraso;mal;falta;dañado;queja;reclamación;no ha llegado;no llegó;sigo esperando;pérdida;nadie;me cobraron;dos veces;peor;no funciona;gracias por nada;buen trabajo;bravo",
  acceptance: "gracias;muchas gracias;perfecto;genial;muy bien;bien;estupendo;vale;de acuerdo;ok;okay;excelente;fenomenal",
  ownSide: "nuestro nuestra nuestros nuestras nosotros nos mi mío mía",
  yourSide: "su sus vuestro vuestra tu",
  ranges: "a o u y hasta",
  limits: "hasta;al menos;como mínimo;como máximo;menos de;más de;entre;por debajo de;por encima de",
});

const GERMAN = cautionOf({
  doubts:
    "alles außer;bloß nicht;hasse;statt;anstatt;anstelle;außer;früher;damals;nicht mehr;alte;alten;altes;ehemalige;ehemaligen;vorherige;abgelaufen;letztes jahr;letzten monat;letzte woche;letztes mal;gestern;vor einem;vor einer;vor zwei;es waren;da waren;da war;in der schlange;in der warteschlange;vor mir;meine frau;mein mann;mein chef;meine chefin;mein freund;meine freundin;mein nachbar;mein bruder;meine schwester;meine mutter;mein vater;mein sohn;meine tochter;jemand anders;als ob;als wenn;von wegen;der tag danach;am tag danach;am tag darauf;tag nach;tag vor;tag davor;tags darauf",
  withdrawals:
    "vergessen sie es;vergessen sie das;lassen sie es;lassen sie das;ach nein;nein moment;moment nein;doch nicht;ich habe es mir anders überlegt;anders überlegt;egal;gilt nicht mehr;geht nicht mehr;funktioniert nicht mehr;nicht mehr gültig",
  politeNo:
    "kein problem;nein kein problem;keine sorge;keine frage;kein thema;keine ursache;macht nichts;nichts dagegen;kein zweifel;keine einwände",
  mockery:
    "als ob;als wenn;ja ja;jaja;ja klar doch;ja sicher doch;wer's glaubt;von wegen;träumen sie weiter;sehr witzig;haha;ha ha;schön wär's",
  complaints:
    "schon wieder;wieder;verloren;kaputt;zu spät;verspätet;verspätung;falsch;fehlt;beschädigt;beschwerde;beschweren;nie angekommen;nicht angekommen;warte immer noch;niemand;doppelt;schlimmer;funktioniert nicht;geht nicht;danke für nichts;gut gemacht;tolle leistung;bravo;verdammt",
  acceptance: "danke;vielen dank;perfekt;super;gut;sehr gut;prima;okay;ok;in ordnung;passt;alles klar;einverstanden;wunderbar;toll;schön",
  ownSide: "unser unsere unserer unserem unseren uns wir mein meine meiner meinem meinen mir",
  yourSide: "ihr ihre ihrer ihrem ihren euer eure",
  ranges: "bis oder und",
  limits: "bis zu;mindestens;höchstens;maximal;weniger als;mehr als;unter;über;zwischen;nicht mehr als",
});

const FRENCH = cautionOf({
  doubts:
    "tout sauf;sauf;déteste;au lieu de;plutôt que;à part;avant c'était;c'était;ne plus;n'est plus;ne marche plus;ne fonctionne plus;ancien;ancienne;précédent;précédente;expiré;expirée;l'année dernière;l'an dernier;le mois dernier;la semaine dernière;la dernière fois;hier;il y a;il y avait;dans la file;devant moi;avant moi;ma femme;mon mari;mon chef;mon patron;mon ami;mon amie;mon voisin;mon frère;ma sœur;ma mère;mon père;mon fils;ma fille;quelqu'un d'autre;comme si;le jour d'après;jour suivant;jour après;jour avant;le lendemain;la veille",
  withdrawals:
    "oubliez;laissez tomber;laisse tomber;tant pis;j'ai changé d'avis;changé d'avis;non attendez;attendez non;finalement non;ne marche plus;ne fonctionne plus;n'existe plus;n'est plus valable",
  politeNo:
    "pas de problème;aucun problème;pas de souci;pas de soucis;aucun souci;sans problème;pas d'objection;non pas du tout de problème;ne vous inquiétez pas;aucun doute;pas de doute",
  mockery:
    "comme si;mais bien sûr;c'est ça oui;oui oui;cause toujours;tu parles;vous parlez;vous rêvez;très drôle;haha;ha ha;et puis quoi encore;dans vos rêves",
  complaints:
    "encore;perdu;perdue;cassé;cassée;retard;en retard;faux;fausse;manque;endommagé;endommagée;réclamation;plainte;pas arrivé;jamais arrivé;attends toujours;personne ne;deux fois;pire;ne marche pas;ne fonctionne pas;merci pour rien;beau travail;bon travail;bravo",
  acceptance: "merci;parfait;super;très bien;bien;d'accord;ok;okay;entendu;ça marche;ça me va;excellent;génial;formidable",
  ownSide: "notre nos nous mon ma mes moi",
  yourSide: "votre vos ton ta tes",
  ranges: "à a ou et jusqu",
  limits: "jusqu'à;au moins;au plus;au maximum;au minimum;moins de;plus de;entre",
});

const HINDI = cautionOf({
  doubts:
    "के अलावा;के सिवा;छोड़कर;छोड़ कर;नफ़रत;नफरत;पसंद नहीं;की जगह;के बजाय;पहले था;पहले थी;पुराना;पुरानी;पुराने;अब नहीं;पिछले साल;पिछले महीने;पिछले हफ़्ते;पिछली बार;लोग थे;लाइन में;कतार में;मुझसे पहले;मेरे आगे;मेरी पत्नी;मेरे पति;मेरे बॉस;मेरा दोस्त;मेरे दोस्त;मेरे भाई;मेरी बहन;मेरी माँ;मेरे पिता;मेरे बेटे;मेरी बेटी;जैसे कि;के अगले दिन;अगला दिन;के बाद वाला;के बाद का;से पहले वाला;से एक दिन पहले",
  withdrawals: "रहने दो;रहने दीजिए;छोड़िए;छोड़ो;जाने दो;जाने दीजिए;भूल जाइए;नहीं रुकिए;रुकिए नहीं;मन बदल;अब काम नहीं;अब नहीं चलता;अब बंद",
  politeNo: "कोई बात नहीं;कोई दिक्कत नहीं;कोई समस्या नहीं;कोई परेशानी नहीं;no problem;koi baat nahi;कोई शक नहीं",
  mockery: "हाँ हाँ;हां हां;जैसे कि;मज़ाक;मजाक;सपने में;क्यों नहीं;haan haan",
  complaints:
    "फिर से;फिर;खो;खो गया;खो दिया;टूटा;टूटी;देर;ग़लत;गलत;शिकायत;नहीं आया;नहीं मिला;नहीं आई;इंतज़ार;कोई नहीं;दो बार;नहीं चल रहा;वापस;शाबाश;वाह",
  acceptance: "धन्यवाद;शुक्रिया;ठीक;ठीक है;अच्छा;बढ़िया;बहुत बढ़िया;बहुत अच्छा;परफेक्ट;okay;ok;thanks;thank you",
  ownSide: "हमारा हमारी हमारे हमें हम मेरा मेरी मेरे मुझे",
  yourSide: "आपका आपकी आपके",
  ranges: "से या और to or",
  limits: "कम से कम;ज़्यादा से ज़्यादा;ज्यादा से ज्यादा;तक",
});

const ARABIC = cautionOf({
  doubts:
    "ما عدا;عدا;باستثناء;أكره;اكره;بدلا من;بدل;كان;كانت;لم يعد;لم تعد;سابقا;القديم;القديمة;السابق;السابقة;العام الماضي;السنة الماضية;الشهر الماضي;الأسبوع الماضي;المرة الماضية;أمس;منذ;كان هناك;في الطابور;أمامي;قبلي;زوجتي;زوجي;مديري;صديقي;صديقتي;جاري;أخي;أختي;أمي;أبي;ابني;ابنتي;شخص آخر;كأن;وكأن;كأنني;وكأنني;اليوم التالي;في اليوم التالي;اليوم الذي يليه;اليوم السابق;اليوم الذي بعده",
  withdrawals: "لا داعي;انس الأمر;انسى;دعك من;غيرت رأيي;لا انتظر;انتظر لا;لم يعد يعمل;لم تعد تعمل;لم يعد;لم تعد;لا تلغ;خلاص",
  politeNo: "لا مشكلة;لا مشكله;لا بأس;لا مانع;ما في مشكلة;مافي مشكلة;لا شك;ولا يهمك;لا عليك",
  mockery: "كأن;وكأن;كأنني;وكأنني;في أحلامك;نعم نعم;مضحك;هههه;ههه;أكيد يعني",
  complaints:
    "مرة أخرى;مرة ثانية;ضاع;ضاعت;أضعتم;فقدتم;مكسور;مكسورة;تأخر;تأخير;متأخر;خطأ;ناقص;تالف;شكوى;لم يصل;لم تصل;ما زلت أنتظر;لا أحد;مرتين;أسوأ;لا يعمل;شكرا على لا شيء;برافو",
  acceptance: "شكرا;شكرا لك;شكرا جزيلا;ممتاز;تمام;حسنا;جيد;رائع;موافق;طيب;اوكي;ماشي",
  ownSide: "لدينا عندنا بنا لنا رقمنا هاتفنا بريدنا نحن رقمي هاتفي بريدي",
  yourSide: "رقمكم هاتفكم بريدكم لديكم عندكم رقمك هاتفك بريدك",
  ranges: "الى أو او و",
  limits: "حتى;على الأقل;على الأكثر;أقل من;أكثر من;بين",
});

/** By language code; the languages are those of vocabularies.ts. */
export const CAUTIONS = { en: ENGLISH, es: SPANISH, de: GERMAN, fr: FRENCH, hi: HINDI, ar: ARABIC } as const satisfies Record<
  string,
  Caution
>;
