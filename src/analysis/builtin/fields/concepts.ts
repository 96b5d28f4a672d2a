import { fold, foldedSet, type Word } from "../words.ts";

/** Words that name one thing in six languages, folded. */
export interface Concept {
  readonly words: ReadonlySet<string>;
  readonly beginnings: readonly string[];
  /** German makes one word of two: "Kundentelefonnummer". */
  readonly parts: readonly string[];
}

/** @param list words with blanks between; "telef*" is a beginning, "*telefon" any part of a word */
export function concept(list: string): Concept {
  const stems = list.split(" ");
  const parts = stems.filter((stem) => stem.startsWith("*")).map((stem) => fold(stem.slice(1)));
  const beginnings = stems.filter((stem) => stem.endsWith("*")).map((stem) => fold(stem.slice(0, -1)));
  return { words: foldedSet(stems.filter((stem) => !stem.includes("*")).join(" ")), beginnings, parts };
}

export const EMAIL = concept("email e-mail mail *email correo courriel ईमेल البريد بريد بريدك mél");
export const PHONE = concept(
  "phone *phone mobile reach erreichen joindre cell cellphone callback telef* teléf* móvil celular handy *telefon *rufnummer *handynummer téléph* portable फ़ोन मोबाइल फोन هاتف الهاتف هاتفك جوال الجوال جوالك موبايل *telef *teléf *téléph",
);
export const POSTAL = concept("postal postcode zip *postleitzahl plz पिन pin الرمز pincode पोस्टल");
export const DATE = concept("date *datum fecha day día tag jour तारीख दिन يوم اليوم تاريخ التاريخ dates");
export const TIME = concept("time hora heure *uhrzeit समय الوقت وقت الساعة ساعة hour");
export const NAME = concept("name *name nombre nom नाम اسم الاسم اسمك fullname naam");
export const BIRTH = concept("birth born nacimiento nacido *geburt geboren naissance né née जन्म الميلاد ميلاد dob");
export const MONEY = concept(
  "amount money price cost total *betrag *preis importe precio monto montant prix *summe *kosten राशि क़ीमत कीमत मूल्य المبلغ مبلغ سعر قيمة budget fee refund balance",
);
export const PEOPLE = concept(
  "people person persons guests adults diners personas comensales personen *personen leute gäste personnes couverts लोग लोगों व्यक्ति اشخاص الاشخاص أشخاص ضيوف party",
);
export const NIGHTS = concept("night nights noche noches nacht nächte nuit nuits रात रातें रातों ليال ليالي ليلة ليالٍ الليالي");

/** An order may be anything; an order number, code or id is a code. */
export const NUMBER_WORDS = concept(
  "number *nummer número numero code código codigo id reference referencia référence नंबर संख्या رقم no nr pedido ticket",
);

/** What an identifying number may belong to; a field and what is said have to speak of the same thing. */
export const NUMBERED_THINGS: readonly Concept[] = [
  concept("member membership loyalty socio socia mitglied* *mitglied adhérent सदस्य عضوية العضوية"),
  concept("order pedido *bestell commande ऑर्डर आर्डर طلب الطلب order_id purchase"),
  concept("booking reservation confirmation localizador reserva *buchung *reservierung réservation बुकिंग حجز الحجز"),
  concept("account customer cuenta cliente *kunden *konto compte client खाता ग्राहक حساب الحساب العميل"),
  concept("ticket case incident incidencia *ticket dossier शिकायत टिकट تذكرة التذكرة"),
  concept("invoice bill factura *rechnung facture बिल فاتورة الفاتورة"),
  concept("contract policy contrato póliza *vertrag *police contrat पॉलिसी عقد العقد بوليصة"),
  concept("tracking parcel shipment envío seguimiento *sendung *paket colis suivi शिपमेंट الشحنة شحنة"),
];

/** What an amount of money may be for. */
export const MONEY_PURPOSES = {
  promised: concept(
    "promise promised promises commit pledge *pay paga pagar zahl* *zahl payer paiera payé paiement भुगतान देगा देंगे سيدفع سداد دفع will",
  ),
  owed: concept("owe owes owed balance outstanding debt debe deuda pendiente *schuld offen *offene doit dette बाकी बकाया متأخر مستحق"),
  price: concept("price cost costs total rate precio cuesta coste *preis kostet macht prix coûte coute tarif मूल्य क़ीमत कीमत سعر السعر"),
  refunded: concept("refund refunded reembols* *reembols *erstatt rembours* *rembours वापस रिफंड استرداد"),
  disputed: concept(
    "bill charge charged dispute disputed disputes factur* *factur *rechnung contesté conteste facturé बिल فاتورة الفاتورة",
  ),
  topUp: concept("recharge top topup recarga *aufladung रिचार्ज شحن"),
} as const satisfies Record<string, Concept>;

/** Whether any of these words speaks of it. */
export const speaksOf = (words: readonly Word[], of: Concept): boolean => words.some(({ folded }) => isOf(folded, of));

export function isOf(word: string, { words, beginnings, parts }: Concept): boolean {
  if (words.has(word)) return true;
  return beginnings.some((beginning) => word.startsWith(beginning)) || parts.some((part) => word.includes(part));
}

export const speaksOfAny = (words: readonly Word[], concepts: readonly Concept[]): boolean => concepts.some((of) => speaksOf(words, of));
