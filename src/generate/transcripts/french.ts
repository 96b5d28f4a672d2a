import { assistant, type Dialogue, type LanguageText, tool, user } from "../dialogue.ts";

const booking: Dialogue = {
  purpose: "booking",
  company: "l'Hôtel des Tilleuls",
  direction: "inbound",
  outcome: "resolved",
  lines: [
    assistant("Bonjour et bienvenue à {company}. Que puis-je faire pour vous ?"),
    user("Bonjour, je voudrais réserver une chambre à partir de {day}, pour {number} nuits."),
    tool("find_room", { from: "{day}", nights: "{number}" }, { rooms: ["double", "suite"], price: "{amount}" }),
    assistant("Bien sûr. Il nous reste une chambre double à {amount} pour le séjour. Cela vous convient ?"),
    user("Le petit-déjeuner est compris ?"),
    assistant("Oui, il est compris, et servi jusqu'à dix heures et demie."),
    user("Très bien, je la prends. Au nom de {name}."),
    tool("book_room", { from: "{day}", nights: "{number}", name: "{name}" }, { booking: "{order}", status: "confirmed" }),
    assistant("C'est noté : {number} nuits à partir de {day}, au nom de {name}. Vous pouvez arriver dès quinze heures."),
    user("Merci beaucoup, à bientôt !"),
  ],
};

const support: Dialogue = {
  purpose: "support",
  company: "Énergie Claire",
  direction: "inbound",
  outcome: "resolved",
  lines: [
    assistant("Service client de {company}, bonjour. Quel est votre souci ?"),
    user("Bonjour, mon chauffage ne démarre plus et il fait un froid de canard."),
    assistant("Je comprends, voyons cela tout de suite. Quels sont les quatre derniers chiffres de votre contrat ?"),
    user("{digits}."),
    tool("find_contract", { last_digits: "{digits}" }, { name: "{name}", model: "Thermo 24", last_service: "2025-10" }),
    assistant("Merci, {name}. Pouvez-vous me dire ce qu'affiche l'écran de la chaudière ?"),
    user("La pression est à zéro virgule quatre, et ça clignote."),
    assistant("C'est trop bas. Sous la chaudière, il y a un petit robinet bleu. Ouvrez-le doucement."),
    user("D'accord… Ça monte. Un, un virgule deux, un virgule cinq."),
    assistant("Parfait, refermez-le maintenant et appuyez sur le bouton de redémarrage."),
    user("Elle se rallume ! Et ça va tenir ?"),
    tool("plan_visit", { contract: "{digits}", day: "{day}" }, { visit: "{order}", status: "planned" }),
    assistant("Par précaution, un technicien passera {day} vers {time} pour vérifier qu'il n'y a pas de fuite. C'est gratuit."),
    user("Formidable. Merci et bonne journée."),
  ],
};

const billing: Dialogue = {
  purpose: "billing",
  company: "Télévia",
  direction: "inbound",
  outcome: "transfer",
  lines: [
    assistant("{company}, service facturation, je vous écoute."),
    user("J'ai résilié il y a deux mois et vous venez encore de me prélever {amount}."),
    assistant("Je regarde votre dossier. Avez-vous le numéro de résiliation ?"),
    user("Oui, c'est {order}."),
    tool("find_cancellation", { reference: "{order}" }, { status: "received", charged: "{amount}" }),
    assistant(
      "Votre résiliation est bien arrivée, ce prélèvement n'aurait pas dû avoir lieu. Je vous passe un conseiller qui fera le remboursement.",
    ),
    user("Enfin ! Merci."),
    tool("transfer_call", { department: "refunds", reason: "charged after cancelling" }, { status: "connecting" }),
    assistant("Ne quittez pas, je vous mets en relation."),
  ],
};

const renewal: Dialogue = {
  purpose: "renewal",
  company: "Ciné Lumière",
  direction: "outbound",
  outcome: "resolved",
  lines: [
    assistant("Bonjour, je suis l'assistant vocal de {company}. Est-ce que je parle bien à {name} ?"),
    user("Oui, c'est bien moi."),
    assistant("Votre carte d'abonnement expire {day}. Souhaitez-vous la renouveler pour {amount} ?"),
    user("C'est le même tarif que l'an dernier ?"),
    assistant("Exactement le même, et le premier mois est offert."),
    user("Alors oui, volontiers."),
    tool("renew_card", { card: "{order}" }, { status: "renewed" }),
    assistant("C'est fait. Votre nouvelle carte arrivera par la poste cette semaine. Bonne journée !"),
  ],
};

const sales: Dialogue = {
  purpose: "sales",
  company: "Maison Verdier",
  direction: "outbound",
  outcome: "declined",
  lines: [
    assistant("Bonjour, ici {company}. Nous proposons un diagnostic gratuit de votre isolation. Avez-vous deux minutes ?"),
    user("Non, excusez-moi, je suis au volant."),
    assistant("Je comprends. Puis-je vous rappeler {day} vers {time} ?"),
    user("Ce n'est pas la peine, on est locataires."),
    tool("stop_calls", { order: "{order}" }, { status: "removed" }),
    assistant("Très bien, je retire votre numéro. Bonne route."),
  ],
};

export const FRENCH: LanguageText = {
  code: "fr",
  names: ["Camille Laurent", "Hugo Marchand", "Nadia Benali", "Julien Perrot", "Sophie Garnier", "Claire Dubois"],
  streets: ["12 rue des Lilas", "5 place du Marché", "88 avenue Gambetta"],
  days: ["lundi", "mardi", "mercredi", "jeudi", "vendredi"],
  times: ["9 h 30", "11 heures", "14 heures", "17 h 15"],
  money: (amount) => `${amount} euros`,
  voicemail: "Bonjour {name}, ici {company}. Merci de nous rappeler au sujet du dossier {order}. À bientôt.",
  dialogues: [booking, support, billing, renewal, sales],
};
