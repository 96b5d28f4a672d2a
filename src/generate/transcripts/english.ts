import { assistant, type Dialogue, type LanguageText, tool, user } from "../dialogue.ts";

const booking: Dialogue = {
  purpose: "booking",
  company: "Maple & Stone",
  direction: "inbound",
  outcome: "resolved",
  lines: [
    assistant("Thanks for calling {company}. How can I help you today?"),
    user("Hi, I'd like to book a table for {number} on {day}."),
    assistant("Gladly. What time would suit you?"),
    user("Around {time}, if you still have something."),
    tool("find_table", { day: "{day}", time: "{time}", people: "{number}" }, { available: true, tables: ["window", "terrace"] }),
    assistant("We do. I have one by the window and one on the terrace. Which would you like?"),
    user("The window, please. And one of us can't eat gluten."),
    assistant("I've noted that for the kitchen. What name should I put it under?"),
    user("{name}."),
    tool("book_table", { day: "{day}", time: "{time}", name: "{name}", table: "window" }, { booking: "{order}", status: "confirmed" }),
    assistant("Thank you, {name}. Your table for {number} is booked for {day} at {time}. See you then!"),
    user("Perfect, thanks. Bye."),
  ],
};

const support: Dialogue = {
  purpose: "support",
  company: "Brightline Internet",
  direction: "inbound",
  outcome: "resolved",
  lines: [
    assistant("Hello, this is {company} support. What seems to be the trouble?"),
    user("My internet has been down since this morning."),
    assistant("I'm sorry to hear that. May I have the last four digits of your customer number?"),
    user("{digits}."),
    tool("find_customer", { last_digits: "{digits}" }, { name: "{name}", line: "fibre", street: "{street}" }),
    assistant("Thank you. Is this {name}, at {street}?"),
    user("Yes, that's me."),
    assistant("Good. What lights do you see on the front of your router?"),
    user("One green, and one that keeps blinking red."),
    tool("test_line", { customer: "{digits}" }, { signal: "weak", outage: false }),
    assistant(
      "Blinking red means that it cannot reach us, and the signal that I measure is weak. Could you unplug the router and count to thirty?",
    ),
    user("Hang on, it's behind the sofa. Okay, it's out."),
    assistant("Take your time. While it is off, please check that the thin white cable sits firmly in the wall socket."),
    user("Oh. It was half out. My daughter must have pulled it."),
    assistant("That would explain it. Push it in until it clicks, then plug the router in again."),
    user("Done. Now it's blinking green."),
    assistant("That's a good sign. It needs a minute or so to come up."),
    user("And now it's solid green. The television is back as well!"),
    tool("test_line", { customer: "{digits}" }, { signal: "good", outage: false }),
    assistant("I see a good signal from here too. Is there anything else that I can do for you?"),
    user("No, that was all. Thank you so much."),
    assistant("You're welcome, {name}. Have a good day."),
  ],
};

const billing: Dialogue = {
  purpose: "billing",
  company: "Northwind Energy",
  direction: "inbound",
  outcome: "transfer",
  lines: [
    assistant("{company}, billing. What can I do for you?"),
    user("I was charged twice. There are two payments of {amount} on my card."),
    assistant("Let me look into that. Which invoice is it?"),
    user("It says {order}."),
    tool("find_invoice", { invoice: "{order}" }, { amount: "{amount}", payments: 2, status: "overpaid" }),
    assistant("You're right, I see two payments for {order}. A refund of this size needs a colleague to sign it off."),
    user("Can you put me through to somebody, then? I'd rather not call again."),
    tool("transfer_call", { department: "refunds", reason: "charged twice" }, { status: "connecting" }),
    assistant("Of course. I've written down what happened, so you won't have to repeat it. One moment, please."),
  ],
};

const delivery: Dialogue = {
  purpose: "delivery",
  company: "Parcelway",
  direction: "inbound",
  outcome: "resolved",
  lines: [
    assistant("Hi, you've reached {company}. Are you calling about an order?"),
    user("Yes, {order}. It should have come yesterday."),
    tool("track_order", { order: "{order}" }, { status: "delayed", expected: "{day}", attempts: 1 }),
    assistant("I found it. The driver was there, but nobody opened. The next try is on {day}."),
    user("I work on {day}. Could they leave it with a neighbour?"),
    assistant("They could, or I can send it to the shop at {street}, which is open until nine."),
    user("The shop is better."),
    tool("change_delivery", { order: "{order}", to: "{street}" }, { status: "changed" }),
    assistant("All right, it will be waiting at {street} from {day}, {time}. Please bring an ID."),
    user("Great, thanks for your help."),
  ],
};

const renewal: Dialogue = {
  purpose: "renewal",
  company: "Blue Harbor Insurance",
  direction: "outbound",
  outcome: "resolved",
  lines: [
    assistant("Hello, am I speaking with {name}? I'm the virtual assistant of {company}."),
    user("Yes, speaking. What is it about?"),
    assistant("Your home insurance runs out on {day}. You can renew it for {amount} a year, with the same cover. Would you like to?"),
    user("That's more than last year, isn't it?"),
    tool("find_policy", { policy: "{order}" }, { price: "{amount}", discount_percent: 10, claims: 0 }),
    assistant("It is a little more. But you had no claims, so I can take ten percent off if you renew today."),
    user("Okay, then let's do that."),
    tool("renew_policy", { policy: "{order}", discount_percent: 10 }, { status: "renewed" }),
    assistant("It's done. The papers will be in your mailbox within the hour. Thank you, {name}."),
    user("Thanks. Goodbye."),
  ],
};

const sales: Dialogue = {
  purpose: "sales",
  company: "Officely",
  direction: "outbound",
  outcome: "declined",
  lines: [
    assistant(
      "Good afternoon, this is the assistant of {company}. We have a new offer for small offices, from {amount} a month. Is this a good time?",
    ),
    user("Not really. How did you get this number?"),
    assistant("You left it on our website last month, when you asked for a price list."),
    user("Oh, right. We've gone with somebody else since. Please take me off the list."),
    tool("stop_calls", { order: "{order}" }, { status: "removed" }),
    assistant("I've done that, you won't hear from us again. Sorry for the disturbance, and all the best."),
  ],
};

const survey: Dialogue = {
  purpose: "survey",
  company: "Lakeside Dental",
  direction: "outbound",
  outcome: "resolved",
  lines: [
    assistant("Hi {name}, this is {company}. You were with us on {day}. From one to ten, how likely are you to recommend us?"),
    user("I'd say {number}. The waiting room was full and I sat there for an hour."),
    tool("save_answer", { question: "recommend", answer: "{number}" }, { saved: true }),
    assistant("I'm sorry about the wait, and thank you for being frank. I'll pass it on."),
    user("All right. Bye."),
  ],
};

export const ENGLISH: LanguageText = {
  code: "en",
  names: ["Emily Carter", "James Okafor", "Priya Shah", "Daniel Reed", "Grace Kim", "Oliver Hughes", "Maya Collins"],
  streets: ["12 Orchard Road", "48 Mill Lane", "7 Station Street", "230 Lakeview Drive"],
  days: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
  times: ["10 a.m.", "11:30", "2 p.m.", "6:15 p.m.", "7 p.m."],
  money: (amount) => `$${amount.toLocaleString("en-US")}`,
  voicemail:
    "Hello {name}, this is the assistant of {company}. Please call us back about {order} when you have a moment. Thank you, and goodbye.",
  dialogues: [booking, support, billing, delivery, renewal, sales, survey],
};
