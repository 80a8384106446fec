package dev.borealis.sql;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of SQL that {@link SafeQuery} has checked: a name, a key word, a value, or a condition
 * made of these. Only its methods make one, so a text from outside can never pass for it.
 */
public final class SafePart {
  private final List<Piece> pieces;

  private SafePart(List<Piece> pieces) {
    this.pieces = List.copyOf(pieces);
  }

  /** What a part is made of. */
  sealed interface Piece {
    /** SQL that cannot be bound. */
    record Fixed(String sql) implements Piece {}

    /** A value: as SQL, and as what a driver binds in its place. */
    record Value(String sql, @Nullable Object bound) implements Piece {}
  }

  static SafePart fixed(String sql) {
    return new SafePart(List.of(new Piece.Fixed(sql)));
  }

  static SafePart value(String sql, @Nullable Object bound) {
    return new SafePart(List.of(new Piece.Value(sql, bound)));
  }

  /** A condition {@code column IN (values)}. */
  static SafePart membership(SafePart column, List<SafePart> values) {
    List<Piece> pieces = new ArrayList<>(column.pieces);
    String before = " IN (";
    for (SafePart value : values) {
      pieces.add(new Piece.Fixed(before));
      pieces.addAll(value.pieces);
      before = ", ";
    }
    pieces.add(new Piece.Fixed(")"));
    return new SafePart(pieces);
  }

  boolean isValue() {
    return pieces.size() == 1 && pieces.getFirst() instanceof Piece.Value;
  }

  boolean isName() {
    return pieces.size() == 1
        && pieces.getFirst() instanceof Piece.Fixed fixed
        && fixed.sql().startsWith("\"");
  }

  List<Piece> pieces() {
    return pieces;
  }

  /** The finished SQL. */
  public String sql() {
    StringBuilder sql = new StringBuilder();
    for (Piece piece : pieces) {
      sql.append(
          switch (piece) {
            case Piece.Fixed fixed -> fixed.sql();
            case Piece.Value value -> value.sql();
          });
    }
    return sql.toString();
  }

  /** The finished SQL. */
  @Override
  public String toString() {
    return sql();
  }
}
