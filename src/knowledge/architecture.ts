export { architectureWordsIn, mayNameArchitecture, type ArchitectureWord, type CompoundWord } from "./architecture-words.ts";
export { isArchitectureIndependentFile } from "./architecture-independent.ts";
export { answerOf, platformsAnswered, queriesFor, vocabularyQuery, type ArchitectureQuery } from "./architecture-query.ts";
export { sameVocabularyWord, spellingsFor, type Counterpart, type Translation } from "./spelling.ts";
export { knownPlatforms, meaningOf, vocabularies, wordFor, wordsFor, type Vocabulary, type WordMeaning } from "./vocabulary.ts";
