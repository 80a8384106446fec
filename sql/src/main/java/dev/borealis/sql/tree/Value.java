package dev.borealis.sql.tree;

import java.util.List;

/** A literal value, of a constant or of an option. */
public sealed interface Value extends Node {
  /** A string. */
  record StringValue(String value, Span span) implements Value {}

  /** An integer of 32 bits. */
  record IntegerValue(int value, Span span) implements Value {}

  /** Any other number, in digits as written and with its sign. */
  record FloatValue(String value, Span span) implements Value {}

  /** A bit string: {@code b} or {@code x}, then the digits. */
  record BitStringValue(String value, Span span) implements Value {}

  /** A truth value. */
  record BooleanValue(boolean value, Span span) implements Value {}

  /** {@code *}, in the place of a list. */
  record AllValue(Span span) implements Value {}

  /** A list of names. */
  record NameListValue(List<String> names, Span span) implements Value {}

  /** An operator, perhaps with a schema. */
  record OperatorValue(List<String> name, Span span) implements Value {}

  /** A reserved word, or {@code NONE}, where an option takes one. */
  record KeywordValue(String word, Span span) implements Value {}

  /** A list of nodes. */
  record ListValue(List<Node> items, Span span) implements Value {}
}
