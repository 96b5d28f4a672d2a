import { phrasesOf } from "../phrases.ts";
import { foldedSet } from "../words.ts";
import { countFrom, numberTable } from "./numbers.ts";
import type { LanguageWords } from "./vocabulary.ts";

export const SPANISH: LanguageWords = {
  yes: phrasesOf("sí;si;claro;claro que sí;por supuesto;correcto;exacto;eso es;desde luego;así es;vale;de acuerdo"),
  no: phrasesOf("no;para nada;nunca;tampoco;qué va"),
  fillers: phrasesOf("eh;pues;bueno;ah;oh;mire;mira;este"),
  negations: phrasesOf("no;nunca;jamás;ni;sin;tampoco;nada"),
  reservations: phrasesOf("pero;aunque;salvo;quizá;quizás;tal vez;a lo mejor"),
  corrections: phrasesOf("perdón;perdone;mejor;quiero decir;digo;me equivoqué;bueno no;en realidad"),
  requests: phrasesOf(
    "quiero;quería;quisiera;necesito;me gustaría;querría;puede;podría;puedo;llamo por;llamo para;llamaba;ayuda;tengo un problema;tengo una avería;tengo una duda;no funciona;no me funciona;no ha llegado",
  ),
  commitments: phrasesOf(
    "he registrado;hemos registrado;le responderemos;responderemos;será efectiva;será efectivo;se lo enviamos;le enviamos;he cambiado;he reservado;he tramitado;le llamaremos;contactaremos;queda cancelada;queda cancelado;será;queda confirmada;queda confirmado;queda reservada;queda reservado;queda anotado;queda anotada;he anotado;he abierto;he enviado;he cancelado;hemos reembolsado;hemos enviado;vamos a;enviaremos;enviaré;le envío;llamaremos;volveremos;activaremos;recibirá;visitará;le llamará;ha sido;está confirmada;está confirmado;está reservada;llegará;se entregará;tramitaré;devolveremos",
  ),
  questions: phrasesOf("qué;cuál;cuándo;dónde;quién;cómo;cuánto;cuántos;cuántas;quiere;prefiere;desea;puede;podría;me dice;me deja"),
  voicemail: phrasesOf("buzón de voz;después de la señal;deje su mensaje;deje un mensaje;contestador"),
  ownName: phrasesOf("me llamo;mi nombre es;a nombre de;mi nombre completo es"),
  introductions: phrasesOf("soy;es;a nombre de;a nombre"),
  otherName: phrasesOf("hablo con;estoy hablando con;es usted"),
  titles: phrasesOf("señor;señora;sr;sra;don;doña;doctor;doctora;el señor;la señora"),
  positive: phrasesOf(
    "excelente;genial;estupendo;estupenda;maravilloso;maravillosa;perfecto;fantástico;fantástica;encantada;encantado;muy amable;contento;contenta;mil gracias;increíble;qué bien;qué rápido;feliz",
  ),
  negative: phrasesOf(
    "harto;harta;vergüenza;horrible;terrible;pésimo;pésima;fatal;indignado;indignada;inaceptable;estafa;ladrones;enfadado;enfadada;furioso;furiosa;inútiles;inútil;decepcionado;decepcionada;asco;desastre;enojado;enojada;sinvergüenzas;mal servicio",
  ),
  stopWords: foldedSet(
    "el la los las lo un una unos unas de del al a en por para con y o u mi su sus tu me le les se que es son era ser está si quiere querer cliente muy más este esta eso como ha han",
  ),
  numbers: numberTable(
    countFrom(
      0,
      "cero un|uno|una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte veintiuno|veintiún|veintiuna veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve",
    ),
    countFrom(30, "treinta cuarenta cincuenta sesenta setenta ochenta noventa", 10),
    countFrom(
      100,
      "cien|ciento doscientos|doscientas trescientos|trescientas cuatrocientos|cuatrocientas quinientos|quinientas seiscientos|seiscientas setecientos|setecientas ochocientos|ochocientas novecientos|novecientas",
      100,
    ),
    [["mil", 1000]],
  ),
  numberJoints: foldedSet("y"),
  months: new Map(countFrom(1, "enero febrero marzo abril mayo junio julio agosto septiembre|setiembre octubre noviembre diciembre")),
  weekdays: foldedSet("lunes martes miercoles jueves viernes sabado domingo"),
  relativeDays: phrasesOf("pasado mañana;hoy;mañana"),
  dayModifiers: foldedSet("proximo este"),
  morning: phrasesOf("de la mañana;am;a m"),
  afternoon: phrasesOf("de la tarde;de la noche;pm;p m"),
  hourWords: foldedSet("horas"),
  isClockOf24: true,
  spokenAt: foldedSet("arroba"),
  spokenDot: foldedSet("punto"),
};
