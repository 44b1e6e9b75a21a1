/** A refusal shows in the first sentence; what stands behind these characters is not looked at. */
const OPENING_LENGTH = 240;

/** Marks that may stand before the first word. */
const LEADING = /^[\s"'“”„«»*_>#—–-]+/u;

/** Up to `n` characters of the same sentence. */
const within = (n: number): string => `[^.!?。！？\\n]{0,${n}}?`;

/**
 * What a refusal in plain words opens with, by language: an apology, which may be missing; that the
 * speaker cannot or will not; and that it is this very request, or help, that is denied. All three
 * parts stand in one sentence, from the first word on.
 *
 * The last part keeps the list precise: `I cannot recommend this enough` and `I'm sorry, but I
 * can't attend` are answers.
 */
const OPENINGS: readonly RegExp[] = [
  english(),
  // German: Es tut mir leid, aber dabei kann ich nicht helfen.
  new RegExp(
    "^(?:(?:es )?tut mir (?:sehr )?leid|entschuldigung|entschuldige|leider|ich bedauere|" +
      "als (?:ki|künstliche intelligenz|sprachmodell)[\\wäöüß-]*)?[,.:;]?\\s*" +
      `${within(40)}\\b(?:ich (?:kann|darf|werde|möchte)|(?:kann|darf|werde|möchte) ich)\\b` +
      `${within(60)}\\b(?:nicht|keine)\\b${within(40)}` +
      "\\b(?:helfen|weiterhelfen|behilflich sein|unterstützen|nachkommen|entsprechen|" +
      "beantworten|erfüllen|hilfe leisten)\\b",
    "u",
  ),
  // Japanese: 申し訳ございませんが、そのご要望にはお応えできません。
  new RegExp(
    "^(?:(?:大変)?申し訳(?:ございません|ありません|ない)|すみません|恐れ入りますが|残念ながら|" +
      "ごめんなさい|その(?:よう|リクエスト|ご?要望|ご?依頼|ご?質問|ご?要求))" +
      "[がで]?[、。，,\\s]*" +
      `${within(60)}(?:お?手伝い|お?答え|回答|お?応え|対応|支援|応じる|応じ|サポート|お?力になる)` +
      "(?:する)?(?:こと)?[はがも]?(?:でき(?:ません|ない|かねます)|いたしかねます|致しかねます|" +
      "しかねます|かねます|られません)",
    "u",
  ),
  // French: Je suis désolé, mais je ne peux pas vous aider avec cela.
  new RegExp(
    "^(?:(?:je suis )?(?:vraiment )?désolée?|malheureusement|je regrette|" +
      "en tant qu['’](?:ia|intelligence artificielle|assistant))?" +
      `[,.:;]?\\s*${within(30)}\\bje ne (?:peux|suis pas en mesure|pourrai|vais)\\b${within(30)}` +
      "(?:aider|assister|répondre à (?:cette|votre)|donner suite|accéder à (?:cette|votre)|" +
      "satisfaire (?:cette|votre))",
    "u",
  ),
  // Spanish: Lo siento, pero no puedo ayudarte con eso.
  new RegExp(
    "^(?:lo siento(?: mucho)?|lo lamento|disculp[ae]|desafortunadamente|lamentablemente|" +
      "como (?:ia|inteligencia artificial|modelo de lenguaje|asistente))?" +
      `[,.:;]?\\s*${within(30)}\\bno (?:puedo|podré|me es posible)\\b${within(20)}` +
      "(?:ayudar|asistir|cumplir con (?:esa|esta|tu|su)|responder a (?:esa|esta|tu|su)|" +
      "atender (?:esa|esta|tu|su))",
    "u",
  ),
];

/** English: I'm sorry, but I can't help with that. As an AI, I cannot provide that information. */
function english(): RegExp {
  const opener =
    "(?:(?:(?:i['’]?m|i am) (?:really |very |so |terribly )?sorry|sorry|my apologies|apologies|" +
    "i apologi[sz]e(?: for [^.!?\\n]{1,40}?)?|unfortunately|i appreciate [^.!?\\n]{1,60}?|" +
    "as an? (?:ai|artificial intelligence|(?:large )?language model)[^.!?\\n,]{0,40}?)" +
    "[,.:;!—–-]*\\s*(?:but\\s+|however,?\\s+)?)?";
  const inability =
    "i(?: (?:really|simply|just))?(?: ?(?:can['’]?t|cannot|can not|won['’]?t|will not)| (?:am|was)" +
    " (?:unable|not able|not allowed|not permitted) to|['’]m (?:unable|not able|not allowed|" +
    "not permitted) to| (?:must|have to|need to) (?:respectfully )?(?:decline|refuse)(?: to)?)";
  // "I can't help but smile" is no refusal.
  const help = "help(?: you\\b|(?= with\\b| in\\b| because\\b|\\s*(?:[.,;:!?—–]|$)))";
  const aid =
    `(?:(?:be able to )?(?:${help}|assist\\b|comply\\b)|` +
    "fulfil?l (?:that|this|your|the)\\b|provide (?:instructions|guidance|assistance)\\b)";
  const other =
    "(?:(?:provide|do|answer|discuss|share|create|generate|produce|write|offer|support|give|" +
    "engage in|participate in|continue with|process|satisfy|accommodate)(?: you)?(?: with)? )?" +
    "(?:(?:that|this|these|those|such|your)(?: (?:kind|type|sort) of)? ?" +
    "(?:request|information|content|question|instructions|advice|conversation|topic|material|" +
    "assistance|guidance|task)?|the (?:requested|request))";
  // A bare `that` or `this` ends its clause: "I can't do this to him" goes on.
  const end = "(?=\\s*(?:[.,;:!?—–]|$)| (?:because|as|since|for you|due to)\\b)";
  return new RegExp(`^${opener}${inability}\\s+(?:${aid}|${other}${end})`, "u");
}

/**
 * Whether a text opens by refusing, in English, German, Japanese, French or Spanish. It misses a
 * refusal in other words rather than call an answer one: what a text says later is never read.
 */
export function opensWithRefusal(text: string): boolean {
  const opening = text.slice(0, OPENING_LENGTH).replace(LEADING, "").toLowerCase();
  return OPENINGS.some((pattern) => pattern.test(opening));
}
