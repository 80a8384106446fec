package dev.borealis.lint;

import dev.borealis.sql.SqlParseException;
import dev.borealis.sql.TokenKind;
import dev.borealis.sql.Tokens;
import dev.borealis.sql.tree.Clause.Constraint;
import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.Expr.AConst;
import dev.borealis.sql.tree.Expr.FuncCall;
import dev.borealis.sql.tree.Expr.TypeCast;
import dev.borealis.sql.tree.Node;
import dev.borealis.sql.tree.ObjectName.AnyName;
import dev.borealis.sql.tree.RelationStmt.CreateSeqStmt;
import dev.borealis.sql.tree.Value.BooleanValue;
import dev.borealis.sql.tree.Value.FloatValue;
import dev.borealis.sql.tree.Value.IntegerValue;
import dev.borealis.sql.tree.Value.StringValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An identity column's sequence.
 *
 * @param always GENERATED ALWAYS, not BY DEFAULT
 * @param options in SQL, without those that are PostgreSQL's defaults
 */
record Identity(boolean always, List<String> options) {
  private static final long MIN_LARGE_CACHE = 65_536;

  /** The identity that ALTER TABLE adds. */
  static Identity of(Constraint constraint) {
    return new Identity(constraint.always(), options(constraint.options()));
  }

  /** The identity that does what a sequence and a default do. */
  static Identity of(CreateSeqStmt sequence) {
    return new Identity(false, options(sequence.options()));
  }

  /** GENERATED ... AS IDENTITY. */
  String sql() {
    return "GENERATED %s AS IDENTITY (%s)"
        .formatted(always ? "ALWAYS" : "BY DEFAULT", String.join(" ", options));
  }

  private static List<String> options(List<DefElem> options) {
    List<String> written = new ArrayList<>();
    long cache = 1;
    for (DefElem option : options) {
      String number = number(option.arg());
      switch (option.defname()) {
        case "start" -> addUnless("1", "START WITH ", number, written);
        case "increment" -> addUnless("1", "INCREMENT BY ", number, written);
        case "minvalue" -> addUnless("1", "MINVALUE ", number, written);
        case "maxvalue" -> addUnless("", "MAXVALUE ", number, written);
        case "cycle" -> {
          if (option.arg() instanceof BooleanValue(boolean cycles, _) && cycles) {
            written.add("CYCLE");
          }
        }
        case "cache" -> cache = Math.max(1, parsed(number));
        default -> {}
      }
    }
    written.add("CACHE " + (cache >= MIN_LARGE_CACHE ? cache : 1));
    return written;
  }

  private static void addUnless(
      String usual, String words, @Nullable String number, List<String> options) {
    if (number != null && !number.equals(usual)) {
      options.add(words + number);
    }
  }

  private static @Nullable String number(@Nullable Node value) {
    return switch (value) {
      case IntegerValue(int number, _) -> Integer.toString(number);
      case FloatValue(String digits, _) -> digits;
      case null, default -> null;
    };
  }

  private static long parsed(@Nullable String number) {
    try {
      return number == null ? 1 : Long.parseLong(number);
    } catch (NumberFormatException e) {
      return 1;
    }
  }

  /** The name that SEQUENCE NAME gives, without a schema; null if it is not given. */
  static @Nullable String sequenceName(Constraint identity) {
    for (DefElem option : identity.options()) {
      if (option.defname().equals("sequence_name")
          && option.arg() instanceof AnyName(List<String> names, _)) {
        return names.getLast();
      }
    }
    return null;
  }

  /** The name of the sequence of {@code nextval('s'::regclass)}; empty if it is something else. */
  static List<String> nextvalOf(@Nullable Node expression) {
    if (!(expression instanceof FuncCall call)
        || !call.funcname().getLast().equals("nextval")
        || call.args().size() != 1) {
      return List.of();
    }
    Node argument = call.args().getFirst();
    if (argument instanceof TypeCast cast) {
      argument = cast.arg();
    }
    return argument instanceof AConst(StringValue(String name, _), _) ? names(name) : List.of();
  }

  /** The parts of a name in a string: folded, and without quotes. */
  private static List<String> names(String written) {
    List<String> names = new ArrayList<>();
    try {
      Tokens tokens = Tokens.of(written);
      for (int i = 0; i < tokens.size(); i++) {
        if (tokens.kind(i) == TokenKind.IDENT || tokens.kind(i) == TokenKind.KEYWORD) {
          names.add(tokens.value(i));
        }
      }
    } catch (SqlParseException e) {
      return List.of();
    }
    return names;
  }
}
