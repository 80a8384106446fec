package dev.borealis.sql;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a text, without comments, as three arrays: ten bytes for each token. Values are
 * computed from the text when asked.
 *
 * <p>Index {@link #size} is valid too. There stands the token {@link TokenKind#END}, or {@link
 * TokenKind#ERROR} if the lexer refused the rest of the text: PostgreSQL reports that error unless
 * it finds a syntax error among the tokens before. Immutable.
 */
public final class Tokens {
  /** Text characters for each token of ordinary SQL, rounded down; only saves copying. */
  private static final int CHARACTERS_PER_TOKEN = 4;

  private static final int KIND_BITS = 6;
  private static final int KIND_MASK = (1 << KIND_BITS) - 1;
  private static final TokenKind[] KINDS = TokenKind.values();

  private final String text;
  private final short[] codes;
  private final int[] starts;
  private final int[] ends;
  private final @Nullable SqlError error;

  private Tokens(String text, short[] codes, int[] starts, int[] ends, @Nullable SqlError error) {
    this.text = text;
    this.codes = codes;
    this.starts = starts;
    this.ends = ends;
    this.error = error;
  }

  /** Reads a text. Memory is at most proportional to its length, which the caller bounds. */
  public static Tokens of(String text) {
    int capacity = text.length() / CHARACTERS_PER_TOKEN + 4;
    short[] codes = new short[capacity];
    int[] starts = new int[capacity];
    int[] ends = new int[capacity];
    Lexer lexer = new Lexer(text);
    int count = 0;
    TokenKind kind;
    do {
      kind = lexer.next();
      if (kind == TokenKind.LINE_COMMENT || kind == TokenKind.BLOCK_COMMENT) {
        continue;
      }
      if (count == codes.length) {
        capacity = count * 2;
        codes = Arrays.copyOf(codes, capacity);
        starts = Arrays.copyOf(starts, capacity);
        ends = Arrays.copyOf(ends, capacity);
      }
      codes[count] = code(kind, lexer.keyword());
      starts[count] = lexer.start();
      ends[count] = lexer.end();
      count++;
    } while (kind != TokenKind.END && kind != TokenKind.ERROR);
    return new Tokens(
        text,
        Arrays.copyOf(codes, count),
        Arrays.copyOf(starts, count),
        Arrays.copyOf(ends, count),
        lexer.error());
  }

  // The codes live in memory only, so the order of the enums' constants may change.
  @SuppressWarnings("EnumOrdinal")
  private static short code(TokenKind kind, @Nullable Keyword keyword) {
    int word = keyword == null ? 0 : keyword.ordinal() + 1;
    return (short) (word << KIND_BITS | kind.ordinal());
  }

  /** The text that was read. */
  public String text() {
    return text;
  }

  /** The number of tokens, without the one that ends them. */
  public int size() {
    return codes.length - 1;
  }

  /** The error with which the lexer stopped, if it did. */
  public @Nullable SqlError error() {
    return error;
  }

  /** The kind of a token; {@code index} may be {@link #size}. */
  public TokenKind kind(int index) {
    return KINDS[codes[index] & KIND_MASK];
  }

  /** The key word that the token is, or null. */
  public @Nullable Keyword keyword(int index) {
    int word = codes[index] >> KIND_BITS;
    return word == 0 ? null : KeywordTable.ofOrdinal(word - 1);
  }

  /** Where the token begins, in UTF-16 units. */
  public int start(int index) {
    return starts[index];
  }

  /** Where the token ends (exclusive), in UTF-16 units. */
  public int end(int index) {
    return ends[index];
  }

  /** The token as written. */
  public String text(int index) {
    return text.substring(starts[index], ends[index]);
  }

  /**
   * What the token stands for: a name folded to lower case, unquoted and cut to 63 bytes; a string
   * without quotes and escapes; the digits of a bit string; a key word in lower case; {@code <>}
   * for {@code !=}; else the token as written.
   */
  public String value(int index) {
    Keyword keyword = keyword(index);
    return keyword == null
        ? TokenValue.of(text, kind(index), starts[index], ends[index])
        : keyword.word();
  }

  /**
   * The value of a token of kind {@link TokenKind#ICONST}, 0 to 2147483647, or the number of one of
   * kind {@link TokenKind#PARAM}, which PostgreSQL 16 cuts to 32 bits: {@code $4294967297} is
   * {@code $1}.
   *
   * @throws IllegalStateException if the token is of another kind
   */
  public int number(int index) {
    TokenKind kind = kind(index);
    if (kind == TokenKind.ICONST) {
      return NumberScanner.integer(text, starts[index], ends[index]);
    }
    if (kind == TokenKind.PARAM) {
      return NumberScanner.parameterNumber(text, starts[index], ends[index]);
    }
    throw new IllegalStateException("token " + index + " is of kind " + kind + ", not a number");
  }
}
