package dev.borealis.sql;

/** A text that counts how often its characters are looked at. */
final class CountedText implements CharSequence {
  private final String text;
  private long reads;

  CountedText(String text) {
    this.text = text;
  }

  /** Characters read so far, each time anew. */
  long reads() {
    return reads;
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    reads++;
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    reads += end - start;
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    reads += text.length();
    return text;
  }
}
