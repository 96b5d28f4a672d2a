import { fold } from "../words.ts";

/** @param list words in the order of their values from `first` on, spellings of one value with a bar between them */
export function countFrom(first: number, list: string, step = 1): [string, number][] {
  return list
    .split(" ")
    .flatMap((spellings, index) => spellings.split("|").map((word): [string, number] => [fold(word), first + index * step]));
}

export const numberTable = (...parts: readonly [string, number][][]): ReadonlyMap<string, number> => new Map(parts.flat());

/** German writes numbers below a thousand as one word: "einundzwanzig", "zweihundertfünfzig". */
export function germanNumbers(): ReadonlyMap<string, number> {
  const small = countFrom(
    0,
    "null ein|eins|eine|einen|einer zwei|zwo drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn",
  );
  const tens = countFrom(20, "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig", 10);
  const units = small.filter(([word, value]) => value > 0 && value < 10 && !/^ein.+/.test(word));
  const joined = tens.flatMap(([ten, tenValue]) => units.map(([unit, value]): [string, number] => [`${unit}und${ten}`, tenValue + value]));
  const belowHundred = [...small, ...tens, ...joined];
  const hundreds = units.flatMap(([unit, value]) =>
    belowHundred.map(([rest, restValue]): [string, number] => [`${unit}hundert${rest}`, value * 100 + restValue]),
  );
  const fullHundreds = units.map(([unit, value]): [string, number] => [`${unit}hundert`, value * 100]);
  return numberTable(belowHundred, hundreds, fullHundreds, [
    ["hundert", 100],
    ["tausend", 1000],
  ]);
}
