// Words as nblib.text.WordTokenizer finds them.
const HAN = "\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const LETTER = `(?:(?![${HAN}])[\\p{L}\\p{N}_])`;

/** A Chinese character, a word with apostrophes inside, or a mark. */
export const TOKEN = new RegExp(
  `[${HAN}]|${LETTER}+(?:['’]${LETTER}+)*|[^\\p{L}\\p{N}_\\s]`,
  "gu",
);
