import { phrasesOf } from "../phrases.ts";
import { foldedSet } from "../words.ts";
import { countFrom, numberTable } from "./numbers.ts";
import type { LanguageWords } from "./vocabulary.ts";

const BELOW_HUNDRED =
  "शून्य|ज़ीरो एक दो तीन चार पाँच|पांच छह|छः|छे सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह|पन्द्रह सोलह सत्रह अठारह उन्नीस बीस इक्कीस बाईस तेईस चौबीस पच्चीस छब्बीस सत्ताईस अट्ठाईस उनतीस तीस इकतीस बत्तीस तैंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस चालीस इकतालीस बयालीस तैंतालीस चौवालीस पैंतालीस छियालीस सैंतालीस अड़तालीस उनचास पचास";

export const HINDI: LanguageWords = {
  yes: phrasesOf("हाँ;हां;जी हाँ;हाँ जी;बिल्कुल;ज़रूर;सही;ठीक है;yes;haan;ji haan"),
  no: phrasesOf("नहीं;जी नहीं;नहीं जी;ना;no;nahi;nahin"),
  fillers: phrasesOf("जी;अच्छा;अरे;हम्म;okay;ok"),
  negations: phrasesOf("नहीं;मत;न;ना;बिना;nahi;nahin;mat"),
  reservations: phrasesOf("लेकिन;मगर;पर;शायद;lekin"),
  corrections: phrasesOf("माफ़ कीजिए;मतलब;नहीं नहीं;रुकिए;sorry;i mean"),
  requests: phrasesOf("मुझे;चाहिए;चाहता हूँ;चाहती हूँ;करनी है;करना है;करवाना है;मदद;समस्या;परेशानी है;नहीं चल रहा;नहीं आया;नहीं मिला;mujhe;chahiye;कट गए"),
  commitments: phrasesOf(
    "पहुँच जाएँगे;आ जाएगी;मिल जाएगी;बुक हो गई;बुक हो गया;रद्द कर दिया;रद्द हो गया;दर्ज कर ली है;दर्ज कर लिया;भेज देंगे;कर देंगे;फ़ोन करेंगे;संपर्क करेंगे;ब्लॉक कर दिया;हो गई है;हो गया है;कर दिया है;कर दी है;कर दूँगी;कर दूँगा;कर देती हूँ;कर देता हूँ;लिख देती हूँ;लिख देता हूँ;भेज दूँगी;भेज दूँगा;भेज दिया है;हटा दूँगी;हटा दूँगा;पहुँच जाएगा;पहुँच जाएगी;आ जाएगा;मिल जाएगा;पक्का हो गया;aa jayega;kar diya;बुक कर दिया",
  ),
  questions: phrasesOf("क्या;कौन;कब;कहाँ;कैसे;कितने;कितना;कितनी;किस;kya;kab"),
  voicemail: phrasesOf("बीप के बाद;संदेश छोड़ें;उपलब्ध नहीं है"),
  ownName: phrasesOf("मेरा नाम;मेरा पूरा नाम;mera naam;my name is"),
  introductions: phrasesOf("मैं;नाम;main"),
  otherName: phrasesOf("क्या मैं;क्या मेरी बात"),
  titles: phrasesOf("श्री;श्रीमती;डॉक्टर;सुश्री"),
  positive: phrasesOf("बहुत बढ़िया;बढ़िया;शानदार;बेहतरीन;लाजवाब;बहुत अच्छा;बहुत अच्छी;खुश;कमाल;उत्तम;great;excellent"),
  negative: phrasesOf("ख़राब;बेकार;परेशान;धोखा;घटिया;गुस्सा;नाराज़;बकवास;शर्म;निराश;ठगी;लूट;बदतमीज़;kharab;bekar;बेवकूफ़"),
  stopWords: foldedSet(
    "का की के को में से पर है हैं हो हूँ था थी थे रहा रही रहे क्या कि जो यह वह ये वे और या ने भी तो ही मैं मुझे मेरा मेरी मेरे आप आपका आपकी आपके आपको एक लिए करना करनी करने चाहिए चाहता चाहती चाहते चाहिये ग्राहक मरीज मरीज़ मेहमान जाए",
  ),
  numbers: numberTable(
    countFrom(0, BELOW_HUNDRED),
    [...countFrom(60, "साठ सत्तर अस्सी नब्बे", 10), ...countFrom(100, "सौ")],
    countFrom(1000, "हज़ार|हजार"),
    countFrom(100_000, "लाख"),
    countFrom(0, "zero one two three four five six seven eight nine"),
  ),
  numberJoints: new Set(),
  months: new Map(countFrom(1, "जनवरी फ़रवरी|फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर|सितम्बर अक्टूबर|अक्तूबर नवंबर|नवम्बर दिसंबर|दिसम्बर")),
  weekdays: foldedSet("सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार"),
  relativeDays: phrasesOf("आज"),
  dayModifiers: foldedSet("अगले इस"),
  morning: phrasesOf("सुबह"),
  afternoon: phrasesOf("शाम;दोपहर;रात"),
  hourWords: foldedSet("बजे"),
  isClockOf24: false,
  spokenAt: foldedSet("एट at"),
  spokenDot: foldedSet("डॉट dot"),
};
