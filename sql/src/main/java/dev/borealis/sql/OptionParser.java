package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.Clause.DefElemAction;
import dev.borealis.sql.tree.DropBehavior;
import dev.borealis.sql.tree.Node;
import dev.borealis.sql.tree.Value;
import dev.borealis.sql.tree.Value.BooleanValue;
import dev.borealis.sql.tree.Value.FloatValue;
import dev.borealis.sql.tree.Value.IntegerValue;
import dev.borealis.sql.tree.Value.KeywordValue;
import dev.borealis.sql.tree.Value.OperatorValue;
import dev.borealis.sql.tree.Value.StringValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists of options, and numbers in them. */
final class OptionParser {
  private final Grammar g;
  private final ParserState s;

  OptionParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
  }

  DefElem option(String name, @Nullable Node arg, int start) {
    return new DefElem(null, name, arg, DefElemAction.UNSPEC, s.from(start));
  }

  StringValue string(String value, int start) {
    return new StringValue(value, s.from(start));
  }

  BooleanValue bool(boolean value, int start) {
    return new BooleanValue(value, s.from(start));
  }

  boolean atNumber() {
    return s.at(TokenKind.ICONST)
        || s.at(TokenKind.FCONST)
        || s.at(TokenKind.PLUS)
        || s.at(TokenKind.MINUS);
  }

  /** {@code NumericOnly}. */
  Value number() {
    int start = s.start();
    boolean minus = s.at(TokenKind.MINUS);
    if (minus || s.at(TokenKind.PLUS)) {
      s.next();
    }
    if (s.at(TokenKind.FCONST)) {
      String digits = s.take();
      return new FloatValue(minus ? "-" + digits : digits, s.from(start));
    }
    int value = s.iconst();
    return new IntegerValue(minus ? -value : value, s.from(start));
  }

  /** {@code SignedIconst}. */
  int signedInteger() {
    boolean minus = s.at(TokenKind.MINUS);
    if (minus || s.at(TokenKind.PLUS)) {
      s.next();
    }
    int value = s.iconst();
    return minus ? -value : value;
  }

  /** {@code definition} and {@code reloptions}: names with values, in parentheses. */
  List<DefElem> definition() {
    return s.parenthesized(() -> element(false));
  }

  List<DefElem> relationOptions() {
    return s.parenthesized(() -> element(true));
  }

  /** {@code opt_definition}. */
  List<DefElem> optionalDefinition() {
    return s.accept(Keyword.WITH) ? definition() : List.of();
  }

  /** {@code opt_reloptions}. */
  List<DefElem> optionalRelationOptions() {
    return s.accept(Keyword.WITH) ? relationOptions() : List.of();
  }

  private DefElem element(boolean qualified) {
    int start = s.start();
    String name = s.colLabel();
    String namespace = null;
    if (qualified && s.accept(TokenKind.DOT)) {
      namespace = name;
      name = s.colLabel();
    }
    Node arg = s.accept(TokenKind.EQUALS) ? argument() : null;
    return new DefElem(namespace, name, arg, DefElemAction.UNSPEC, s.from(start));
  }

  /** {@code operator_def_list} in parentheses. */
  List<DefElem> operatorDefinition() {
    return s.parenthesized(() -> {
      int start = s.start();
      String name = s.colLabel();
      s.expect(TokenKind.EQUALS);
      Node arg = s.accept(Keyword.NONE) ? null : argument();
      return option(name, arg, start);
    });
  }

  /** {@code def_arg}: any name is a type's. */
  Node argument() {
    int start = s.start();
    Keyword word = s.word();
    if (s.at(TokenKind.SCONST)) {
      return string(s.take(), start);
    }
    if (s.at(Keyword.OPERATOR) && s.kindAhead(1) == TokenKind.LEFT_PAREN) {
      return new OperatorValue(g.names.qualifiedOperator(), s.from(start));
    }
    if (atNumber()
        && (s.at(TokenKind.ICONST)
            || s.at(TokenKind.FCONST)
            || s.kindAhead(1) == TokenKind.ICONST
            || s.kindAhead(1) == TokenKind.FCONST)) {
      return number();
    }
    if (NameParser.isOperator(s.kind())) {
      return new OperatorValue(g.names.qualifiedOperator(), s.from(start));
    }
    if (word == Keyword.NONE || (word != null && word.category() == KeywordCategory.RESERVED)) {
      return new KeywordValue(s.take(), s.from(start));
    }
    return g.types.functionType();
  }

  /** {@code utility_option_list} in parentheses. */
  List<DefElem> utilityOptions() {
    return s.parenthesized(() -> {
      int start = s.start();
      String name;
      if (s.at(Keyword.ANALYZE) || s.at(Keyword.ANALYSE)) {
        s.next();
        name = "analyze";
      } else if (s.atBound(Keyword.FORMAT)) {
        s.next();
        name = "format";
      } else {
        name = s.nonReservedWord();
      }
      int argStart = s.start();
      Node arg = null;
      if (g.names.atBooleanOrString()) {
        arg = string(s.take(), argStart);
      } else if (atNumber()) {
        arg = number();
      }
      return option(name, arg, start);
    });
  }

  /** {@code create_generic_options}. */
  List<DefElem> genericOptions() {
    return s.accept(Keyword.OPTIONS)
        ? s.parenthesized(() -> generic(DefElemAction.UNSPEC))
        : List.of();
  }

  private DefElem generic(DefElemAction action) {
    int start = s.start();
    String name = s.colLabel();
    int valueStart = s.start();
    StringValue value = string(s.sconst(), valueStart);
    return new DefElem(null, name, value, action, s.from(start));
  }

  /** {@code alter_generic_options}. */
  List<DefElem> alterGenericOptions() {
    s.expect(Keyword.OPTIONS);
    return s.parenthesized(() -> {
      boolean named = s.kindAhead(1) == TokenKind.SCONST;
      if (!named && s.accept(Keyword.SET)) {
        return generic(DefElemAction.SET);
      }
      if (!named && s.accept(Keyword.ADD)) {
        return generic(DefElemAction.ADD);
      }
      if (!named && s.accept(Keyword.DROP)) {
        int start = s.start();
        return new DefElem(null, s.colLabel(), null, DefElemAction.DROP, s.from(start));
      }
      return generic(DefElemAction.UNSPEC);
    });
  }

  /** Sequence options, as many as there are. */
  List<DefElem> sequenceOptions() {
    List<DefElem> options = new ArrayList<>();
    while (atSequenceOption()) {
      options.add(sequenceOption());
    }
    return List.copyOf(options);
  }

  /** {@code OptParenthesizedSeqOptList}. */
  List<DefElem> parenthesizedSequenceOptions() {
    if (!s.accept(TokenKind.LEFT_PAREN)) {
      return List.of();
    }
    List<DefElem> options = new ArrayList<>();
    do {
      options.add(sequenceOption());
    } while (!s.at(TokenKind.RIGHT_PAREN));
    s.next();
    return List.copyOf(options);
  }

  boolean atSequenceOption() {
    return isSequenceOption(s.word());
  }

  /** True for a word that begins an option of a sequence. */
  static boolean isSequenceOption(@Nullable Keyword word) {
    return switch (word) {
      case AS,
          CACHE,
          CYCLE,
          INCREMENT,
          LOGGED,
          MAXVALUE,
          MINVALUE,
          NO,
          OWNED,
          SEQUENCE,
          START,
          RESTART,
          UNLOGGED ->
          true;
      case null, default -> false;
    };
  }

  /** {@code SeqOptElem}. */
  DefElem sequenceOption() {
    int start = s.start();
    Keyword word = s.word();
    if (word == null) {
      throw s.syntaxError();
    }
    if (!atSequenceOption()) {
      throw s.syntaxError();
    }
    s.next();
    return switch (word) {
      case AS -> option("as", g.types.simpleTypeName(), start);
      case CACHE -> option("cache", number(), start);
      case CYCLE -> option("cycle", bool(true, start), start);
      case INCREMENT -> {
        s.accept(Keyword.BY);
        yield option("increment", number(), start);
      }
      case LOGGED -> option("logged", null, start);
      case UNLOGGED -> option("unlogged", null, start);
      case MAXVALUE -> option("maxvalue", number(), start);
      case MINVALUE -> option("minvalue", number(), start);
      case NO -> {
        if (s.accept(Keyword.CYCLE)) {
          yield option("cycle", bool(false, start), start);
        }
        if (s.accept(Keyword.MAXVALUE)) {
          yield option("maxvalue", null, start);
        }
        s.expect(Keyword.MINVALUE);
        yield option("minvalue", null, start);
      }
      case OWNED -> {
        s.expect(Keyword.BY);
        yield option("owned_by", g.names.anyNameNode(), start);
      }
      case SEQUENCE -> {
        s.expect(Keyword.NAME);
        yield option("sequence_name", g.names.anyNameNode(), start);
      }
      case START -> {
        with();
        yield option("start", number(), start);
      }
      default -> restart(start);
    };
  }

  DefElem restart(int start) {
    boolean with = with();
    return option("restart", with || atNumber() ? number() : null, start);
  }

  /** {@code opt_with}: noise. */
  boolean with() {
    if (s.at(Keyword.WITH) || s.atBound(Keyword.WITH)) {
      s.next();
      return true;
    }
    return false;
  }

  DropBehavior dropBehavior() {
    if (s.accept(Keyword.CASCADE)) {
      return DropBehavior.CASCADE;
    }
    s.accept(Keyword.RESTRICT);
    return DropBehavior.RESTRICT;
  }
}
