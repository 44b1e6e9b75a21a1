import { createRequire } from "node:module";
import { Tokenizer } from "ai-tokenizer";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createTokenCounter } from "./token-counter.ts";
import { createTokensMax } from "./tokens-max.ts";

const countTokens = createTokenCounter();
const tokensMax = createTokensMax(countTokens);

/**
 * The encodings that ai-tokenizer offers beside `o200k_base`, but for `p50k_base`: no model in
 * service uses it.
 */
const require = createRequire(import.meta.url);
const others = ["cl100k_base", "claude"].map((name) => {
  const tokenizer = new Tokenizer(require(`ai-tokenizer/encoding/${name}`), {}, 1_000);
  return (text: string): number => tokenizer.encode(text, "all").length;
});
const byOthers = (text: string): number => Math.max(...others.map((count) => count(text)));

/** Halves of a pair of surrogates have no bytes of their own: an encoding sees a replacement. */
const wellFormed = (text: string): string => Buffer.from(text, "utf8").toString("utf8");

/** Article 1 of the Universal Declaration of Human Rights (United Nations), and what is no prose. */
const SAMPLES = {
  english:
    "All human beings are born free and equal in dignity and rights. They are endowed with reason and conscience.",
  german: "Alle Menschen sind frei und gleich an Würde und Rechten geboren.",
  french: "Tous les êtres humains naissent libres et égaux en dignité et en droits.",
  polish: "Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw.",
  finnish: "Kaikki ihmiset syntyvät vapaina ja tasavertaisina arvoltaan ja oikeuksiltaan.",
  turkish: "Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar.",
  vietnamese: "Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền.",
  russian: "Все люди рождаются свободными и равными в своем достоинстве и правах.",
  greek: "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα.",
  arabic: "يولد جميع الناس أحراراً متساوين في الكرامة والحقوق. وقد وهبوا عقلاً وضميراً",
  hebrew: "כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם.",
  hindi: "सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है।",
  bengali: "সমস্ত মানুষ স্বাধীনভাবে সমান মর্যাদা এবং অধিকার নিয়ে জন্মগ্রহণ করে।",
  tamil: "மனிதப் பிறவியினர் சகலரும் சுதந்திரமாகவே பிறக்கின்றனர்",
  telugu: "ప్రతిపత్తిస్వత్వముల విషయమున మానవులెల్లరును జన్మతః స్వతంత్రులును సమానులును నగుదురు.",
  thai: "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ",
  georgian: "ყველა ადამიანი იბადება თავისუფალი და თანასწორი თავისი ღირსებითა და უფლებებით.",
  amharic: "የሰው፡ልጅ፡ሁሉ፡ሲወለድ፡ነጻና፡በክብርና፡በመብትም፡እኩልነት፡ያለው፡ነው።",
  japanese: "すべての人間は、生れながらにして自由であり、かつ、尊厳と権利とについて平等である。",
  korean: "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다.",
  chinese: "人人生而自由,在尊严和权利上一律平等。他们赋有理性和良心。",
  emoji: "😀🎉🚀✅🔥 👩‍👩‍👧‍👦 🏳️‍🌈",
  code: "export function sum(values: readonly number[]): number {\n  let total = 0;\n  return total;\n}\n",
  json: '{"orderId":"A-20391","items":[{"sku":"xk-22","qty":3,"priceCents":1299}],"shipped":false}',
  digits: "12345678901234567890 3.14159265358979 2026-11-24T12:00:00Z 0x1f2e3d",
  blanks: "a          b\n\n\n\n\t\t\tc                d",
} as const;

test.each(Object.entries(SAMPLES))("holds what other encodings make of %s", (_, text) => {
  expect(tokensMax(text)).toBeGreaterThanOrEqual(byOthers(text));
});

test("holds 47% more than Claude's published encoding makes of English and code", () => {
  for (const text of [SAMPLES.english, SAMPLES.code, SAMPLES.json])
    expect(tokensMax(text)).toBeGreaterThanOrEqual(Math.ceil(byOthers(text) * 1.47));
});

test("the plain count with 15% twice, by contrast, holds no script but Latin and not all of that", () => {
  const twice = (text: string): number => countTokens(text) * 1.15 * 1.15;

  expect(twice(SAMPLES.russian)).toBeLessThan(byOthers(SAMPLES.russian));
  expect(twice(SAMPLES.tamil)).toBeLessThan(byOthers(SAMPLES.tamil) / 3);
});

test("holds what other encodings make of any mixture, cut anywhere", () => {
  const aPiece = fc
    .tuple(fc.constantFrom(...Object.values(SAMPLES)), fc.nat(40), fc.integer({ min: 1, max: 60 }))
    .map(([text, start, length]) => text.slice(start, start + length));
  const aText = fc
    .array(fc.oneof(aPiece, fc.string({ unit: "grapheme", maxLength: 8 })), { maxLength: 8 })
    .map((pieces) => wellFormed(pieces.join(" ")));

  fc.assert(
    fc.property(aText, (text) => {
      expect(tokensMax(text)).toBeGreaterThanOrEqual(byOthers(text));
    }),
    { numRuns: 300 },
  );
});

test("is a whole number, no less than the plain count, and no more than half as many again as bytes", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
      const most = tokensMax(text);

      expect(Number.isInteger(most)).toBe(true);
      expect(most).toBeGreaterThanOrEqual(countTokens(text));
      expect(most).toBeLessThanOrEqual(1.5 * new TextEncoder().encode(text).length);
    }),
  );
});

test("counts a text once while it is remembered", () => {
  let counted = 0;
  const remembered = createTokensMax(() => (counted += 1));
  remembered("a");
  remembered("a");

  expect(counted).toBe(1);
});
