import { assistant, type Dialogue, type LanguageText, tool, user } from "../dialogue.ts";

const booking: Dialogue = {
  purpose: "booking",
  company: "आरोग्य क्लिनिक",
  direction: "inbound",
  outcome: "resolved",
  lines: [
    assistant("नमस्ते, {company} में आपका स्वागत है। मैं आपकी क्या सहायता कर सकती हूँ?"),
    user("नमस्ते, मुझे डॉक्टर से मिलने का समय चाहिए।"),
    assistant("ज़रूर। आपको किस दिन आना है?"),
    user("{day} को, अगर हो सके तो।"),
    tool("find_slot", { day: "{day}" }, { slots: ["{time}"] }),
    assistant("{day} को {time} का समय खाली है। क्या यह ठीक रहेगा?"),
    user("हाँ, ठीक है। फ़ीस कितनी है?"),
    assistant("परामर्श की फ़ीस {amount} है, जो आप वहीं पर दे सकते हैं। किस नाम से बुक करूँ?"),
    user("{name}"),
    tool("book_slot", { day: "{day}", time: "{time}", name: "{name}" }, { booking: "{order}", status: "confirmed" }),
    assistant("धन्यवाद, {name} जी। आपका समय {day}, {time} के लिए पक्का हो गया है।"),
    user("बहुत-बहुत धन्यवाद।"),
  ],
};

const support: Dialogue = {
  purpose: "support",
  company: "सूर्या टेलीकॉम",
  direction: "inbound",
  outcome: "resolved",
  lines: [
    assistant("नमस्ते, {company} ग्राहक सेवा। बताइए, क्या परेशानी है?"),
    user("मेरा रिचार्ज हो गया, पैसे भी कट गए, लेकिन इंटरनेट नहीं चल रहा।"),
    assistant("असुविधा के लिए खेद है। अपने मोबाइल नंबर के आख़िरी चार अंक बताइए।"),
    user("{digits}"),
    tool("find_recharge", { last_digits: "{digits}" }, { amount: "{amount}", status: "pending", reference: "{order}" }),
    assistant("धन्यवाद। {amount} का रिचार्ज दिख रहा है, पर वह अभी तक चालू नहीं हुआ है। मैं इसे अभी चालू कर देती हूँ।"),
    tool("activate_recharge", { reference: "{order}" }, { status: "active" }),
    user("कितना समय लगेगा?"),
    assistant("बस एक मिनट। कृपया फ़ोन को बंद करके फिर से चालू कीजिए।"),
    user("अच्छा, रुकिए… हाँ, अब चल रहा है!"),
    assistant("बहुत बढ़िया। क्या मैं आपकी और कोई सहायता कर सकती हूँ?"),
    user("नहीं, बस इतना ही। शुक्रिया।"),
    assistant("{company} को फ़ोन करने के लिए धन्यवाद। आपका दिन शुभ हो।"),
  ],
};

const billing: Dialogue = {
  purpose: "billing",
  company: "भारत ऊर्जा",
  direction: "inbound",
  outcome: "transfer",
  lines: [
    assistant("नमस्ते, {company} बिलिंग विभाग। कहिए।"),
    user("इस बार मेरा बिजली का बिल {amount} आया है। यह तो बहुत ज़्यादा है।"),
    assistant("मैं जाँच करती हूँ। बिल नंबर क्या है?"),
    user("{order}"),
    tool("find_bill", { bill: "{order}" }, { amount: "{amount}", reading: "estimated" }),
    assistant("यह बिल अनुमान से बना है, मीटर देखकर नहीं। इसे ठीक करवाने के लिए मैं आपको अधिकारी से जोड़ती हूँ।"),
    user("हाँ, कृपया किसी से बात करवा दीजिए।"),
    tool("transfer_call", { department: "meter readings", reason: "estimated bill" }, { status: "connecting" }),
    assistant("जी, कृपया लाइन पर बने रहिए।"),
  ],
};

const renewal: Dialogue = {
  purpose: "renewal",
  company: "सुरक्षा बीमा",
  direction: "outbound",
  outcome: "resolved",
  lines: [
    assistant("नमस्ते, क्या मेरी बात {name} जी से हो रही है? मैं {company} से बोल रही हूँ।"),
    user("जी, बोलिए।"),
    assistant("आपकी बीमा पॉलिसी {day} को ख़त्म हो रही है। नवीनीकरण का प्रीमियम {amount} है। क्या आप इसे जारी रखना चाहेंगे?"),
    user("इसमें कोई छूट मिल सकती है?"),
    tool("find_policy", { policy: "{order}" }, { price: "{amount}", discount_percent: 10 }),
    assistant("जी हाँ, आज नवीनीकरण करने पर दस प्रतिशत की छूट है।"),
    user("ठीक है, फिर कर दीजिए।"),
    tool("renew_policy", { policy: "{order}", discount_percent: 10 }, { status: "renewed" }),
    assistant("हो गया। काग़ज़ात आपको थोड़ी देर में ईमेल पर मिल जाएँगे। धन्यवाद।"),
  ],
};

const sales: Dialogue = {
  purpose: "sales",
  company: "नेटवर्क प्लस",
  direction: "outbound",
  outcome: "declined",
  lines: [
    assistant("नमस्ते, मैं {company} से बोल रही हूँ। हमारे पास {amount} में एक नया प्लान है। क्या दो मिनट बात हो सकती है?"),
    user("अभी नहीं, मैं मीटिंग में हूँ।"),
    assistant("कोई बात नहीं। क्या मैं {day} को {time} फ़ोन कर लूँ?"),
    user("नहीं, मुझे ज़रूरत नहीं है। दोबारा फ़ोन मत कीजिए।"),
    tool("stop_calls", { order: "{order}" }, { status: "removed" }),
    assistant("ठीक है, आपका नंबर सूची से हटा दिया गया है। असुविधा के लिए क्षमा कीजिए।"),
  ],
};

export const HINDI: LanguageText = {
  code: "hi",
  names: ["अनीता शर्मा", "राहुल वर्मा", "सुनीता पटेल", "अमित कुमार", "कविता नायर", "विक्रम सिंह"],
  streets: ["12 गांधी मार्ग", "45 नेहरू नगर", "8 स्टेशन रोड"],
  days: ["सोमवार", "मंगलवार", "बुधवार", "गुरुवार", "शुक्रवार", "शनिवार"],
  times: ["सुबह 10 बजे", "सुबह 11 बजे", "दोपहर 2 बजे", "शाम 5 बजे"],
  money: (amount) => `₹${(amount * 10).toLocaleString("en-IN")}`,
  voicemail: "नमस्ते {name} जी, मैं {company} से बोल रही हूँ। कृपया {order} के बारे में हमें फ़ोन कीजिए। धन्यवाद।",
  dialogues: [booking, support, billing, renewal, sales],
};
