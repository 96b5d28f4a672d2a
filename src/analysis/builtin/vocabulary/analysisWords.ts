import { foldedSet, type Word } from "../words.ts";

/** Verdicts of an analysis, in six languages; nobody's choice among things. */
export const VERDICTS: ReadonlySet<string> = foldedSet(
  "positive negative neutral resolved unresolved success successful failed failure satisfied unsatisfied dissatisfied positivo positiva negativo negativa neutro resuelto resuelta exito exitoso fallido fallida fracaso satisfecho positiv negativ gelöst ungelöst erfolg erfolgreich fehlgeschlagen gescheitert erledigt zufrieden unzufrieden positif positive négatif négative neutre résolu résolue irrésolu succès réussi échoué échec satisfait सकारात्मक नकारात्मक तटस्थ हल समाधान सफल असफल विफल संतुष्ट ايجابي إيجابية سلبي سلبية محايد محايدة محلول محلولة ناجح ناجحة فاشل فاشلة نجاح فشل راض",
);

/** What an analysis has parts of. */
const PARTS: ReadonlySet<string> = foldedSet(
  "sentiment sentiments disposition resolution analysis analyse analyzer analyser classification confidence intent outcome summary sentimiento sentimientos análisis clasificación stimmung analyse klassifizierung bewertung sentiment analyse classement résumé भावना विश्लेषण المشاعر تحليل التحليل تحليلك",
);

const COMMANDS: ReadonlySet<string> = foldedSet(
  "mark set label classify output write record rate tag answer report flag marca marque marcar pon ponga establece clasifica escribe responde markiere markieren setze setzen schreibe klassifiziere bewerte antworte marquez classe classez écris écrivez mets mettez réponds répondez note notez लिखो लिखिए मार्क चिह्नित अंकित ضع اكتب سجل صنف علّم علم اجعل أجب",
);

const OVERRIDES: ReadonlySet<string> = foldedSet(
  "ignore disregard forget override bypass ignora ignore olvida olvide descarta ignoriere ignorieren vergiss vergessen missachte ignorez oublie oubliez अनदेखा भूल नज़रअंदाज़ इग्नोर تجاهل تجاهلي انس انسى",
);

const ORDERS: ReadonlySet<string> = foldedSet(
  "instruction instructions prompt prompts rules guidelines instrucciones instrucción reglas indicaciones anweisung anweisungen instruktionen regeln vorgaben consignes consigne règles निर्देश निर्देशों नियम التعليمات تعليماتك تعليمات الأوامر القواعد",
);

const has = (words: readonly Word[], of: ReadonlySet<string>): boolean => words.some(({ folded }) => of.has(folded));

/**
 * Whether a message speaks to whoever analyses it: it tells to ignore instructions, tells a verdict or a part of an analysis
 * to be written, or names a part with its verdict. A caller has no reason to.
 */
export function speaksToAnalyser(words: readonly Word[], text: string): boolean {
  if (/^\s*(?:system|assistant|developer)\s*:/i.test(text)) return true;
  if (has(words, OVERRIDES) && has(words, ORDERS)) return true;
  const isCommanded = has(words, COMMANDS) && (has(words, VERDICTS) || has(words, PARTS));
  return isCommanded || (has(words, PARTS) && has(words, VERDICTS));
}

/** Whether a configured choice is a verdict, whole or in part ("not resolved"). */
export const isVerdict = (words: readonly Word[]): boolean => has(words, VERDICTS);
