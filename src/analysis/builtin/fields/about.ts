import { meaningfulWords } from "../intent.ts";
import { fold, foldedSet, isSameWord, type Word } from "../words.ts";
import { type Concept, concept, isOf, speaksOf } from "./concepts.ts";

/** Words of a setting that fit anything: whose it is, that it was asked for, that it is of some kind. */
const GENERIC: ReadonlySet<string> = foldedSet(
  "customer client caller user person patient guest kind type sort choice value field option chosen selected requested wanted asked current kunde kunden gast art gewünscht gewünschte gewünschter gewünschtes gewählt gewählte gewählter gewähltes aktuell aktuelle cliente tipo elegido elegida solicitado actual choisi choisie souhaité souhaitée souhaités actuel actuelle genre ग्राहक प्रकार तरह العميل نوع المطلوب المطلوبة",
);

/** What dates and times may be for; speaking of one word of a group is speaking of the matter. */
const MATTERS: readonly Concept[] = [
  concept(
    "visit visits appointment appointments book booked booking reserve reserved reservation table come coming see schedule scheduled reschedule arrive arrival check stay checkin cita citas visita reserva reservar mesa venir llegada viaje recoger termin termine *termin besuch buchung buchen gebucht reserv* tisch kommen anreise ankunft rendez vous visite réserv* réservation table venir arrivée अपॉइंटमेंट मुलाक़ात बुक बुकिंग टेबल यात्रा आना आने موعد الموعد حجز الحجز أحجز احجز زيارة الزيارة طاولة تجي",
  ),
  concept(
    "pay pays payment paying paid promise promised pagar pago paga zahlen zahlung zahle bezahlen überweisen rate payer paiement paie règlement régler भुगतान पैसे देंगे दूँगा दूंगा जमा دفع الدفع أدفع ادفع سداد أسدد",
  ),
  concept(
    "deliver delivered delivery redelivery parcel shipment ship send entrega entregar entreg* envío paquete liefern lieferung zustellung zustellen paket livrer livraison colis डिलीवरी पहुँचा توصيل التوصيل شحنة توصل",
  ),
  concept(
    "travel trip flight train ticket departure viaje vuelo tren salida reise flug zug abfahrt voyage vol train départ यात्रा ट्रेन टिकट उड़ान सफर رحلة سفر قطار",
  ),
  concept("birth born nacimiento nacido nací geburt geboren naissance né née जन्म الميلاد ميلاد مولود"),
];

/** What a field is about, in words that conversations are held against. */
export type About = (words: readonly Word[]) => boolean;

export const subjectWords = (text: string): string[] => meaningfulWords(text).filter((word) => !GENERIC.has(fold(word)));

/** Speaks with one of the field's own words. */
export function aboutField(field: { readonly name: string; readonly description: string }): About {
  const wanted = subjectWords(`${field.name} ${field.description}`);
  return (words) => words.some(({ folded }) => wanted.some((word) => isSameWord(folded, word)));
}

/** The same, or of the same matter in other words. */
export function aboutMatter(field: { readonly name: string; readonly description: string }): About {
  const isNamed = aboutField(field);
  const wanted = subjectWords(`${field.name} ${field.description}`);
  const matters = MATTERS.filter((matter) => wanted.some((word) => isOf(word, matter)));
  return (words) => isNamed(words) || matters.some((matter) => speaksOf(words, matter));
}
