import { assistant, type Dialogue, type LanguageText, tool, user } from "../dialogue.ts";

const booking: Dialogue = {
  purpose: "booking",
  company: "Autohaus Berger",
  direction: "inbound",
  outcome: "resolved",
  lines: [
    assistant("Guten Tag, {company}. Was kann ich für Sie tun?"),
    user("Guten Tag, ich brauche einen Termin für den Reifenwechsel."),
    assistant("Gern. Haben Sie einen bestimmten Tag im Auge?"),
    user("Am liebsten am {day}."),
    tool("find_slot", { day: "{day}", service: "tyres" }, { slots: ["08:00", "{time}"] }),
    assistant("Am {day} hätte ich um acht Uhr etwas frei oder um {time}."),
    user("Dann {time} bitte. Was kostet das eigentlich?"),
    assistant("Mit Auswuchten sind es {amount}. Wenn wir die alten Reifen einlagern sollen, kommt noch etwas dazu."),
    user("Nein, einlagern muss nicht sein. Mein Name ist {name}."),
    tool("book_slot", { day: "{day}", time: "{time}", name: "{name}" }, { booking: "{order}", status: "confirmed" }),
    assistant("Vielen Dank, {name}. Ihr Termin ist am {day} um {time}. Bis dahin!"),
    user("Danke, tschüss."),
  ],
};

const support: Dialogue = {
  purpose: "support",
  company: "Hausgeräte Nord",
  direction: "inbound",
  outcome: "resolved",
  lines: [
    assistant("Herzlich willkommen beim Kundendienst von {company}. Worum geht es?"),
    user("Meine Waschmaschine zeigt einen Fehler an, E 18 steht da."),
    assistant("Das schauen wir uns gemeinsam an. Nennen Sie mir bitte die letzten vier Ziffern der Seriennummer?"),
    user("Moment … {digits}."),
    tool("find_appliance", { serial: "{digits}" }, { model: "W 540", warranty: true, known_errors: ["E18: drain"] }),
    assistant("Danke. Ihr Gerät hat noch Garantie. E 18 heißt, dass das Wasser nicht abläuft, meistens ist nur das Sieb verstopft."),
    user("Und wo finde ich das Sieb?"),
    assistant("Unten rechts hinter der kleinen Klappe. Legen Sie bitte vorher ein Tuch darunter."),
    user("Die Klappe ist offen. Da kommt tatsächlich Wasser."),
    assistant("Das ist normal. Drehen Sie das Sieb jetzt langsam nach links heraus."),
    user("Ich hab's. Da steckt eine Münze drin und ein Haargummi."),
    assistant("Da haben wir den Übeltäter. Setzen Sie das Sieb wieder ein und starten Sie das Programm neu."),
    user("Es läuft wieder! Vielen Dank."),
    assistant("Sehr gern. Ich wünsche Ihnen noch einen schönen Tag."),
  ],
};

const billing: Dialogue = {
  purpose: "billing",
  company: "Stadtwerke Linden",
  direction: "inbound",
  outcome: "transfer",
  lines: [
    assistant("{company}, Rechnungsstelle. Wie kann ich helfen?"),
    user("Sie haben mir eine Mahnung über {amount} geschickt, dabei habe ich längst bezahlt."),
    assistant("Das tut mir leid. Welche Rechnungsnummer steht auf der Mahnung?"),
    user("{order}."),
    tool("find_invoice", { invoice: "{order}" }, { amount: "{amount}", status: "reminded", payments: 0 }),
    assistant("Ich finde zu dieser Nummer noch keine Zahlung. Haben Sie vielleicht eine andere Nummer angegeben?"),
    user("Kann sein. Kann ich bitte mit einem Menschen sprechen?"),
    tool("transfer_call", { department: "accounts", reason: "payment not matched" }, { status: "connecting" }),
    assistant("Selbstverständlich, ich verbinde Sie. Einen Augenblick bitte."),
  ],
};

const delivery: Dialogue = {
  purpose: "delivery",
  company: "Frischkorb",
  direction: "inbound",
  outcome: "resolved",
  lines: [
    assistant("Hallo, hier ist der Lieferservice von {company}."),
    user("Hallo, ich warte auf die Bestellung {order}. Wann kommt die denn?"),
    tool("track_order", { order: "{order}" }, { status: "on_the_way", stops_left: "{number}" }),
    assistant("Der Fahrer ist unterwegs und hat noch {number} Stopps vor Ihnen. Gegen {time} müsste er da sein."),
    user("Gut, dann bin ich zu Hause. Danke!"),
  ],
};

const renewal: Dialogue = {
  purpose: "renewal",
  company: "Linden aktuell",
  direction: "outbound",
  outcome: "declined",
  lines: [
    assistant("Guten Tag, spreche ich mit {name}? Hier ist der Sprachassistent von {company}."),
    user("Ja, am Apparat."),
    assistant("Ihr Abonnement läuft am {day} aus. Möchten Sie es für {amount} im Jahr verlängern?"),
    user("Ehrlich gesagt, ich komme kaum noch zum Lesen."),
    assistant("Das verstehe ich. Wir hätten auch eine Wochenendausgabe zum halben Preis."),
    user("Nein danke, lassen Sie es bitte auslaufen."),
    tool("let_lapse", { subscription: "{order}" }, { status: "ends" }),
    assistant("Das habe ich so vermerkt. Sie müssen nichts weiter tun. Alles Gute!"),
  ],
};

const survey: Dialogue = {
  purpose: "survey",
  company: "Möbelhaus Ahrens",
  direction: "outbound",
  outcome: "resolved",
  lines: [
    assistant("Guten Tag {name}, Sie waren am {day} bei {company}. Wie zufrieden waren Sie, von eins bis zehn?"),
    user("Sagen wir {number}. Die Beratung war gut, aber es fehlte die Hälfte der Auswahl."),
    tool("save_answer", { question: "satisfaction", answer: "{number}" }, { saved: true }),
    assistant("Danke für die offenen Worte, ich gebe sie weiter."),
    user("Gern. Auf Wiederhören."),
  ],
};

export const GERMAN: LanguageText = {
  code: "de",
  names: ["Anna Lehmann", "Jonas Vogt", "Sabine Krüger", "Emre Yıldız", "Katharina Weiß", "Felix Brandt"],
  streets: ["Gartenstraße 9", "Lindenallee 31", "Am Markt 2"],
  days: ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag"],
  times: ["9:30 Uhr", "11 Uhr", "14:15 Uhr", "16 Uhr"],
  money: (amount) => `${amount} Euro`,
  voicemail: "Guten Tag {name}, hier ist {company}. Bitte rufen Sie uns wegen {order} zurück. Vielen Dank und auf Wiederhören.",
  dialogues: [booking, support, billing, delivery, renewal, survey],
};
