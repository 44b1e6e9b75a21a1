import fc from "fast-check";
import { expect, test } from "vitest";
import { opensWithRefusal } from "./opens-with-refusal.ts";

const REFUSALS = [
  "I'm sorry, but I can't help with that.",
  "I’m sorry, but I can’t assist with that request.",
  "I am very sorry, but I cannot help you with this.",
  "Sorry, I can't do that.",
  "I apologize, but I am unable to provide that information.",
  "I apologise for the inconvenience, but I'm not able to help with this request.",
  "Unfortunately, I cannot comply with your request.",
  "As an AI language model, I cannot provide this kind of advice.",
  "As an AI assistant, I am not able to assist with creating such material.",
  "I cannot fulfill this request.",
  "I can't help you write malware.",
  "I won't answer that.",
  "I must decline this request.",
  "I have to respectfully decline to discuss that topic.",
  "I will not provide instructions for that.",
  "**I can't discuss that.** Let us talk of something else.",
  '> "I cannot do this."',
  "I'm not permitted to share that.",
  "Es tut mir leid, aber dabei kann ich dir nicht helfen.",
  "Tut mir leid, ich kann diese Anfrage nicht beantworten.",
  "Leider kann ich Ihnen bei dieser Anfrage nicht weiterhelfen.",
  "Als KI-Sprachmodell kann ich diese Frage nicht beantworten.",
  "Ich darf dieser Bitte nicht nachkommen.",
  "申し訳ございませんが、そのご要望にはお応えできません。",
  "申し訳ありませんが、その件についてはお手伝いできません。",
  "すみません、その質問にはお答えすることができません。",
  "恐れ入りますが、このリクエストには対応いたしかねます。",
  "そのリクエストには応じられません。",
  "Je suis désolé, mais je ne peux pas vous aider avec cela.",
  "Désolée, je ne peux pas répondre à cette demande.",
  "Lo siento, pero no puedo ayudarte con eso.",
  "Lamentablemente no puedo cumplir con esa solicitud.",
];

const ANSWERS = [
  "",
  "Your order left the warehouse on Monday.",
  "I cannot recommend this place enough: the soup alone is worth the way.",
  "I can't help but smile at how well this went.",
  "I can't help it: I love this song.",
  "I'm sorry, but I can't attend your wedding on Saturday.",
  "I'm sorry for the delay. Your parcel arrives tomorrow.",
  "Sorry for your loss. You can cancel the ticket free of charge.",
  "I won't be able to join, but the plan below covers my part.",
  "I cannot find a total in the text; the three items add up to 12.",
  "I can't do this to him, she thought, and turned the car around.",
  "As an AI researcher, you will want three papers.",
  "Unfortunately, the shop is closed on Sundays.",
  "You can reply: I'm sorry, but I can't help with that.",
  "Customers often hear `I cannot help with that`. Better: name who can.",
  "Ein Anwalt kann diese Frage nicht beantworten, ein Steuerberater schon.",
  "Es tut mir leid, dass Ihr Paket zu spät kam. Es ist heute angekommen.",
  "Leider ist der Laden sonntags geschlossen.",
  "Ich kann das Buch nicht genug empfehlen.",
  "申し訳ございません。商品は明日届きます。",
  "その質問には三つの答えがあります。",
  "このサービスは日曜日に対応できません。",
  "Je ne peux que recommander ce livre.",
  "No puedo recomendar este libro lo suficiente.",
  "La tienda no abre los domingos. Lo siento.",
];

test.each(REFUSALS)("a refusal: %s", (text) => {
  expect(opensWithRefusal(text)).toBe(true);
});

test.each(ANSWERS)("no refusal: %s", (text) => {
  expect(opensWithRefusal(text)).toBe(false);
});

test("what follows a refusal does not excuse it, and white space before it does not hide it", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...REFUSALS),
      fc.constantFrom("", " ", "\n\n", "- "),
      fc.string({ unit: "grapheme" }),
      (refusal, before, after) => {
        expect(opensWithRefusal(`${before}${refusal}\n${after}`)).toBe(true);
      },
    ),
  );
});

test("a refusal deep inside a text is none", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...ANSWERS.slice(1)),
      fc.constantFrom(...REFUSALS),
      (text, quote) => {
        expect(opensWithRefusal(`${text}\n\n${quote}`)).toBe(false);
      },
    ),
  );
});
