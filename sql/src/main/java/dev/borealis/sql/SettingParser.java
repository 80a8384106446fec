package dev.borealis.sql;

import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.AConst;
import dev.borealis.sql.tree.Expr.TypeCast;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TableRef.RangeVar;
import dev.borealis.sql.tree.TransactionMode;
import dev.borealis.sql.tree.UtilityStmt.ConstraintsSetStmt;
import dev.borealis.sql.tree.UtilityStmt.VariableSetStmt;
import dev.borealis.sql.tree.UtilityStmt.VariableShowStmt;
import dev.borealis.sql.tree.Value.IntegerValue;
import dev.borealis.sql.tree.Value.StringValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SET, RESET and SHOW. */
final class SettingParser {
  private final Grammar g;
  private final ParserState s;

  SettingParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
  }

  /** SET and SET CONSTRAINTS. */
  Stmt set() {
    int start = s.start();
    s.next();
    if (s.at(Keyword.CONSTRAINTS)
        && s.kindAhead(1) != TokenKind.DOT
        && s.kindAhead(1) != TokenKind.EQUALS
        && s.ahead(1) != Keyword.TO
        && s.ahead(1) != Keyword.FROM) {
      s.next();
      return constraints(start);
    }
    boolean plain =
        s.kindAhead(1) == TokenKind.DOT
            || s.kindAhead(1) == TokenKind.EQUALS
            || s.ahead(1) == Keyword.TO
            || s.ahead(1) == Keyword.FROM;
    boolean local = !plain && s.accept(Keyword.LOCAL);
    if (!local
        && !plain
        && s.at(Keyword.SESSION)
        && s.ahead(1) != Keyword.AUTHORIZATION
        && s.ahead(1) != Keyword.CHARACTERISTICS) {
      s.next();
    } else if (s.at(Keyword.SESSION)
        && s.ahead(1) == Keyword.CHARACTERISTICS
        && (s.kindAhead(2) == TokenKind.DOT
            || s.kindAhead(2) == TokenKind.EQUALS
            || s.ahead(2) == Keyword.TO
            || s.ahead(2) == Keyword.FROM)) {
      s.next();
    }
    return rest(true, local, start);
  }

  private ConstraintsSetStmt constraints(int start) {
    List<RangeVar> names = s.accept(Keyword.ALL) ? List.of() : g.names.qualifiedNameList();
    boolean deferred = s.accept(Keyword.DEFERRED);
    if (!deferred) {
      s.expect(Keyword.IMMEDIATE);
    }
    return new ConstraintsSetStmt(names, deferred, s.from(start));
  }

  private VariableSetStmt of(
      VariableSetStmt.Kind kind, @Nullable String name, List<Expr> args, boolean local, int start) {
    return new VariableSetStmt(kind, name, args, List.of(), local, s.from(start));
  }

  private AConst string(String value, int start) {
    return new AConst(new StringValue(value, s.from(start)), s.from(start));
  }

  /** {@code set_rest}, or {@code set_rest_more} without transactions. */
  VariableSetStmt rest(boolean transactions, boolean local, int start) {
    Keyword after = s.ahead(1);
    TokenKind next = s.kindAhead(1);
    boolean generic =
        next == TokenKind.DOT
            || next == TokenKind.EQUALS
            || after == Keyword.TO
            || after == Keyword.FROM;
    Keyword word = generic ? null : s.word();
    int valueStart = start;
    return switch (word) {
      case TRANSACTION -> {
        s.next();
        valueStart = s.start();
        if (s.accept(Keyword.SNAPSHOT)) {
          valueStart = s.start();
          Expr snapshot = string(s.sconst(), valueStart);
          yield of(
              VariableSetStmt.Kind.SET_MULTI,
              "TRANSACTION SNAPSHOT",
              List.of(snapshot),
              local,
              start);
        }
        if (!transactions) {
          throw s.syntaxError();
        }
        yield modes("TRANSACTION", local, start);
      }
      case SESSION -> {
        s.next();
        if (transactions && s.accept(Keyword.CHARACTERISTICS)) {
          s.expect(Keyword.AS, Keyword.TRANSACTION);
          yield modes("SESSION CHARACTERISTICS", local, start);
        }
        s.expect(Keyword.AUTHORIZATION);
        valueStart = s.start();
        if (s.accept(Keyword.DEFAULT)) {
          yield of(
              VariableSetStmt.Kind.SET_DEFAULT, "session_authorization", List.of(), local, start);
        }
        Expr name = string(g.names.nonReservedWordOrSconst(), valueStart);
        yield of(
            VariableSetStmt.Kind.SET_VALUE, "session_authorization", List.of(name), local, start);
      }
      case TIME -> timeZone(local, start);
      case CATALOG -> {
        s.next();
        valueStart = s.start();
        s.sconst();
        throw s.unsupported("current database cannot be changed", valueStart);
      }
      case SCHEMA -> {
        s.next();
        valueStart = s.start();
        yield of(
            VariableSetStmt.Kind.SET_VALUE,
            "search_path",
            List.of(string(s.sconst(), valueStart)),
            local,
            start);
      }
      case NAMES -> {
        s.next();
        valueStart = s.start();
        if (s.at(TokenKind.SCONST)) {
          yield of(
              VariableSetStmt.Kind.SET_VALUE,
              "client_encoding",
              List.of(string(s.take(), valueStart)),
              local,
              start);
        }
        s.accept(Keyword.DEFAULT);
        yield of(VariableSetStmt.Kind.SET_DEFAULT, "client_encoding", List.of(), local, start);
      }
      case ROLE -> {
        s.next();
        valueStart = s.start();
        Expr name = string(g.names.nonReservedWordOrSconst(), valueStart);
        yield of(VariableSetStmt.Kind.SET_VALUE, "role", List.of(name), local, start);
      }
      case XML -> {
        s.next();
        s.expect(Keyword.OPTION);
        valueStart = s.start();
        String option = g.xml.documentOrContent() ? "DOCUMENT" : "CONTENT";
        yield of(
            VariableSetStmt.Kind.SET_VALUE,
            "xmloption",
            List.of(string(option, valueStart)),
            local,
            start);
      }
      case null, default -> generic(true, local, start);
    };
  }

  private VariableSetStmt modes(String name, boolean local, int start) {
    List<TransactionMode> modes = g.utilities.transactionModes();
    if (modes.isEmpty()) {
      throw s.syntaxError();
    }
    return new VariableSetStmt(
        VariableSetStmt.Kind.SET_MULTI, name, List.of(), modes, local, s.from(start));
  }

  /** {@code generic_set}; FROM CURRENT is not part of ALTER SYSTEM. */
  VariableSetStmt generic(boolean current, boolean local, int start) {
    String name = g.names.dottedName();
    if (current && s.accept(Keyword.FROM)) {
      s.expect(Keyword.CURRENT);
      return of(VariableSetStmt.Kind.SET_CURRENT, name, List.of(), local, start);
    }
    if (!s.accept(Keyword.TO)) {
      s.expect(TokenKind.EQUALS);
    }
    if (s.accept(Keyword.DEFAULT)) {
      return of(VariableSetStmt.Kind.SET_DEFAULT, name, List.of(), local, start);
    }
    List<Expr> values = s.commaList(this::value);
    return of(VariableSetStmt.Kind.SET_VALUE, name, values, local, start);
  }

  private Expr value() {
    int start = s.start();
    if (g.options.atNumber()) {
      return new AConst(g.options.number(), s.from(start));
    }
    return string(g.names.booleanOrString(), start);
  }

  private VariableSetStmt timeZone(boolean local, int start) {
    s.next();
    s.expect(Keyword.ZONE);
    int zoneStart = s.start();
    if (s.accept(Keyword.DEFAULT) || s.accept(Keyword.LOCAL)) {
      return of(VariableSetStmt.Kind.SET_DEFAULT, "timezone", List.of(), local, start);
    }
    Expr zone;
    if (s.at(TokenKind.SCONST) || s.at(TokenKind.IDENT)) {
      zone = string(s.take(), zoneStart);
    } else if (s.at(Keyword.INTERVAL)) {
      zone = interval();
    } else if (g.options.atNumber()) {
      zone = new AConst(g.options.number(), s.from(zoneStart));
    } else {
      throw s.syntaxError();
    }
    return of(VariableSetStmt.Kind.SET_VALUE, "timezone", List.of(zone), local, start);
  }

  private Expr interval() {
    TypeCast interval = g.literals.interval();
    List<Expr> typmods = interval.typeName().typmods();
    int allowed = IntervalField.HOUR.maskTo(IntervalField.MINUTE);
    if (!typmods.isEmpty()
        && typmods.getFirst() instanceof AConst(IntegerValue(int mask, Span _), Span _)
        && mask != TypeNameParser.INTERVAL_FULL_RANGE
        && (mask & ~allowed) != 0) {
      throw s.error(
          "time zone interval must be HOUR or HOUR TO MINUTE", typmods.getFirst().span().start());
    }
    return interval;
  }

  /** RESET. */
  VariableSetStmt reset() {
    int start = s.start();
    s.next();
    return resetRest(start);
  }

  private VariableSetStmt resetRest(int start) {
    String name = special();
    if (name == null && s.accept(Keyword.ALL)) {
      return of(VariableSetStmt.Kind.RESET_ALL, null, List.of(), false, start);
    }
    return of(
        VariableSetStmt.Kind.RESET,
        name == null ? g.names.dottedName() : name,
        List.of(),
        false,
        start);
  }

  /** {@code generic_reset}, of ALTER SYSTEM. */
  VariableSetStmt genericReset(int start) {
    if (s.accept(Keyword.ALL)) {
      return of(VariableSetStmt.Kind.RESET_ALL, null, List.of(), false, start);
    }
    return of(VariableSetStmt.Kind.RESET, g.names.dottedName(), List.of(), false, start);
  }

  /** A setting with a name of several words. The first of them may be a name too. */
  private @Nullable String special() {
    if (s.at(Keyword.TIME) && s.ahead(1) == Keyword.ZONE) {
      s.next();
      s.next();
      return "timezone";
    }
    if (s.at(Keyword.TRANSACTION) && s.ahead(1) == Keyword.ISOLATION) {
      s.next();
      s.next();
      s.expect(Keyword.LEVEL);
      return "transaction_isolation";
    }
    if (s.at(Keyword.SESSION) && s.ahead(1) == Keyword.AUTHORIZATION) {
      s.next();
      s.next();
      return "session_authorization";
    }
    return null;
  }

  /** {@code SetResetClause}, of ALTER ROLE and ALTER DATABASE. */
  @Nullable VariableSetStmt setOrReset(boolean transactions) {
    int start = s.start();
    if (s.at(Keyword.RESET)) {
      return reset();
    }
    return s.accept(Keyword.SET) ? rest(transactions, false, start) : null;
  }

  VariableShowStmt show() {
    int start = s.start();
    s.next();
    String name = special();
    if (name == null) {
      name = s.accept(Keyword.ALL) ? "all" : g.names.dottedName();
    }
    return new VariableShowStmt(name, s.from(start));
  }
}
