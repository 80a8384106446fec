package dev.borealis.sql;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The properties of the key words, read once from {@code keywords.tsv}, and their look-up by text.
 */
final class KeywordTable {
  /** The longest key word, in characters. */
  static final int MAX_LENGTH = 17;

  private static final Keyword[] WORDS = Keyword.values();
  private static final Map<Keyword, KeywordCategory> CATEGORIES = new EnumMap<>(Keyword.class);
  private static final Set<Keyword> BARE_LABELS = EnumSet.noneOf(Keyword.class);

  /** Open addressing; a quarter full, so that most identifiers meet an empty slot at once. */
  private static final @Nullable Keyword[] SLOTS = new @Nullable Keyword[2048];

  static {
    read();
    for (Keyword keyword : WORDS) {
      int slot = hash(keyword.word()) & (SLOTS.length - 1);
      while (SLOTS[slot] != null) {
        slot = (slot + 1) & (SLOTS.length - 1);
      }
      SLOTS[slot] = keyword;
    }
  }

  private KeywordTable() {}

  static KeywordCategory category(Keyword keyword) {
    return Objects.requireNonNull(CATEGORIES.get(keyword));
  }

  static boolean isBareLabel(Keyword keyword) {
    return BARE_LABELS.contains(keyword);
  }

  static Keyword ofOrdinal(int ordinal) {
    return WORDS[ordinal];
  }

  /** Extends a hash by one character; letters of either case count the same. */
  static int hash(int hash, char c) {
    return hash * 31 + (c | 0x20);
  }

  private static int hash(String word) {
    int hash = 0;
    for (int i = 0; i < word.length(); i++) {
      hash = hash(hash, word.charAt(i));
    }
    return spread(hash);
  }

  private static int spread(int hash) {
    return hash ^ (hash >>> 11);
  }

  /** The key word spelt by {@code text[start, end)}, whose characters have been hashed in order. */
  static @Nullable Keyword find(CharSequence text, int start, int end, int hash) {
    if (end - start > MAX_LENGTH) {
      return null;
    }
    int slot = spread(hash) & (SLOTS.length - 1);
    for (Keyword keyword = SLOTS[slot]; keyword != null; keyword = SLOTS[slot]) {
      if (spells(keyword.word(), text, start, end)) {
        return keyword;
      }
      slot = (slot + 1) & (SLOTS.length - 1);
    }
    return null;
  }

  /** True if {@code text[start, end)} is the lower-case {@code word}, ASCII letters in any case. */
  static boolean spells(String word, CharSequence text, int start, int end) {
    if (word.length() != end - start) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (CharClass.toLower(text.charAt(start + i)) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static void read() {
    for (String[] fields : TsvFile.rows("keywords.tsv")) {
      Keyword keyword = Keyword.valueOf(fields[0].toUpperCase(Locale.ROOT));
      CATEGORIES.put(keyword, KeywordCategory.valueOf(fields[1].toUpperCase(Locale.ROOT)));
      if (fields[2].equals("bare")) {
        BARE_LABELS.add(keyword);
      }
    }
    if (CATEGORIES.size() != WORDS.length) {
      throw new IllegalStateException(
          "keywords.tsv has " + CATEGORIES.size() + " of " + WORDS.length + " key words");
    }
  }
}
