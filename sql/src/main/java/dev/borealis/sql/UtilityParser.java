package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.ObjectName.TypeName;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TransactionMode;
import dev.borealis.sql.tree.UtilityStmt.CallStmt;
import dev.borealis.sql.tree.UtilityStmt.CheckPointStmt;
import dev.borealis.sql.tree.UtilityStmt.ClosePortalStmt;
import dev.borealis.sql.tree.UtilityStmt.DeallocateStmt;
import dev.borealis.sql.tree.UtilityStmt.DeclareCursorStmt;
import dev.borealis.sql.tree.UtilityStmt.DiscardStmt;
import dev.borealis.sql.tree.UtilityStmt.DoStmt;
import dev.borealis.sql.tree.UtilityStmt.ExecuteStmt;
import dev.borealis.sql.tree.UtilityStmt.FetchStmt;
import dev.borealis.sql.tree.UtilityStmt.ListenStmt;
import dev.borealis.sql.tree.UtilityStmt.LoadStmt;
import dev.borealis.sql.tree.UtilityStmt.NotifyStmt;
import dev.borealis.sql.tree.UtilityStmt.PrepareStmt;
import dev.borealis.sql.tree.UtilityStmt.ReturnStmt;
import dev.borealis.sql.tree.UtilityStmt.TransactionStmt;
import dev.borealis.sql.tree.UtilityStmt.UnlistenStmt;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Commands about transactions, cursors, prepared statements and notifications. */
final class UtilityParser {
  private final Grammar g;
  private final ParserState s;

  UtilityParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
  }

  /** ABORT, BEGIN, COMMIT, END, ROLLBACK, SAVEPOINT, RELEASE and START. */
  TransactionStmt transaction() {
    int start = s.start();
    Keyword word = s.word();
    s.next();
    return switch (word) {
      case START -> {
        s.expect(Keyword.TRANSACTION);
        yield of(TransactionStmt.Kind.START, transactionModes(), null, null, false, start);
      }
      case BEGIN -> {
        noise();
        yield of(TransactionStmt.Kind.BEGIN, transactionModes(), null, null, false, start);
      }
      case SAVEPOINT -> savepoint(TransactionStmt.Kind.SAVEPOINT, start);
      case RELEASE -> {
        savepointWord();
        yield savepoint(TransactionStmt.Kind.RELEASE, start);
      }
      case COMMIT, END -> {
        if (word == Keyword.COMMIT && s.accept(Keyword.PREPARED)) {
          yield prepared(TransactionStmt.Kind.COMMIT_PREPARED, start);
        }
        noise();
        yield of(TransactionStmt.Kind.COMMIT, List.of(), null, null, chain(), start);
      }
      case ROLLBACK -> {
        if (s.accept(Keyword.PREPARED)) {
          yield prepared(TransactionStmt.Kind.ROLLBACK_PREPARED, start);
        }
        noise();
        if (s.accept(Keyword.TO)) {
          savepointWord();
          yield savepoint(TransactionStmt.Kind.ROLLBACK_TO, start);
        }
        yield of(TransactionStmt.Kind.ROLLBACK, List.of(), null, null, chain(), start);
      }
      case ABORT -> {
        noise();
        yield of(TransactionStmt.Kind.ROLLBACK, List.of(), null, null, chain(), start);
      }
      case null, default -> throw s.syntaxError();
    };
  }

  private TransactionStmt of(
      TransactionStmt.Kind kind,
      List<TransactionMode> modes,
      @Nullable String savepoint,
      @Nullable String gid,
      boolean chain,
      int start) {
    return new TransactionStmt(kind, modes, savepoint, gid, chain, s.from(start));
  }

  private TransactionStmt savepoint(TransactionStmt.Kind kind, int start) {
    return of(kind, List.of(), s.colId(), null, false, start);
  }

  private TransactionStmt prepared(TransactionStmt.Kind kind, int start) {
    return of(kind, List.of(), null, s.sconst(), false, start);
  }

  /** SAVEPOINT may be the savepoint's name. */
  private void savepointWord() {
    TokenKind next = s.kindAhead(1);
    if (s.at(Keyword.SAVEPOINT) && next != TokenKind.SEMICOLON && next != TokenKind.END) {
      s.next();
    }
  }

  private void noise() {
    if (!s.accept(Keyword.WORK)) {
      s.accept(Keyword.TRANSACTION);
    }
  }

  private boolean chain() {
    if (!s.accept(Keyword.AND)) {
      return false;
    }
    boolean no = s.accept(Keyword.NO);
    s.expect(Keyword.CHAIN);
    return !no;
  }

  /** {@code transaction_mode_list_or_empty}. */
  List<TransactionMode> transactionModes() {
    List<TransactionMode> modes = new ArrayList<>();
    boolean comma = false;
    while (true) {
      TransactionMode mode = mode();
      if (mode == null) {
        if (!modes.isEmpty() && comma) {
          throw s.syntaxError();
        }
        return List.copyOf(modes);
      }
      modes.add(mode);
      comma = s.accept(TokenKind.COMMA);
    }
  }

  private @Nullable TransactionMode mode() {
    if (s.accept(Keyword.ISOLATION, Keyword.LEVEL)) {
      if (s.accept(Keyword.READ)) {
        if (s.accept(Keyword.UNCOMMITTED)) {
          return TransactionMode.READ_UNCOMMITTED;
        }
        s.expect(Keyword.COMMITTED);
        return TransactionMode.READ_COMMITTED;
      }
      if (s.accept(Keyword.REPEATABLE, Keyword.READ)) {
        return TransactionMode.REPEATABLE_READ;
      }
      s.expect(Keyword.SERIALIZABLE);
      return TransactionMode.SERIALIZABLE;
    }
    if (s.accept(Keyword.READ)) {
      if (s.accept(Keyword.ONLY)) {
        return TransactionMode.READ_ONLY;
      }
      s.expect(Keyword.WRITE);
      return TransactionMode.READ_WRITE;
    }
    if (s.accept(Keyword.DEFERRABLE)) {
      return TransactionMode.DEFERRABLE;
    }
    return s.accept(Keyword.NOT, Keyword.DEFERRABLE) ? TransactionMode.NOT_DEFERRABLE : null;
  }

  /** PREPARE and PREPARE TRANSACTION. */
  Stmt prepare() {
    int start = s.start();
    s.next();
    if (s.at(Keyword.TRANSACTION) && s.kindAhead(1) == TokenKind.SCONST) {
      s.next();
      return prepared(TransactionStmt.Kind.PREPARE, start);
    }
    String name = s.colId();
    List<TypeName> types = s.optionalParenthesized(g.types::typeName);
    s.expect(Keyword.AS);
    return new PrepareStmt(name, types, g.dml.preparable(), s.from(start));
  }

  ExecuteStmt execute() {
    int start = s.start();
    s.expect(Keyword.EXECUTE);
    String name = s.colId();
    List<Expr> params = s.optionalParenthesized(g.expressions::expression);
    return new ExecuteStmt(name, params, s.from(start));
  }

  DeallocateStmt deallocate() {
    int start = s.start();
    s.next();
    TokenKind next = s.kindAhead(1);
    if (s.at(Keyword.PREPARE) && next != TokenKind.SEMICOLON && next != TokenKind.END) {
      s.next();
    }
    return new DeallocateStmt(s.accept(Keyword.ALL) ? null : s.colId(), s.from(start));
  }

  DeclareCursorStmt declare() {
    int start = s.start();
    s.expect(Keyword.DECLARE);
    String name = s.colId();
    Set<DeclareCursorStmt.Option> options = EnumSet.noneOf(DeclareCursorStmt.Option.class);
    while (!s.accept(Keyword.CURSOR)) {
      if (s.accept(Keyword.NO, Keyword.SCROLL)) {
        options.add(DeclareCursorStmt.Option.NO_SCROLL);
      } else if (s.accept(Keyword.SCROLL)) {
        options.add(DeclareCursorStmt.Option.SCROLL);
      } else if (s.accept(Keyword.BINARY)) {
        options.add(DeclareCursorStmt.Option.BINARY);
      } else if (s.accept(Keyword.ASENSITIVE)) {
        options.add(DeclareCursorStmt.Option.ASENSITIVE);
      } else if (s.accept(Keyword.INSENSITIVE)) {
        options.add(DeclareCursorStmt.Option.INSENSITIVE);
      } else {
        throw s.syntaxError();
      }
    }
    if (s.accept(Keyword.WITH, Keyword.HOLD)) {
      options.add(DeclareCursorStmt.Option.HOLD);
    } else {
      s.accept(Keyword.WITHOUT, Keyword.HOLD);
    }
    s.expect(Keyword.FOR);
    return new DeclareCursorStmt(name, List.copyOf(options), g.selects.select(), s.from(start));
  }

  /** FETCH and MOVE. Most of the words may name the cursor instead. */
  FetchStmt fetch() {
    int start = s.start();
    boolean move = s.at(Keyword.MOVE);
    s.next();
    FetchStmt.Direction direction = FetchStmt.Direction.FORWARD;
    long count = 1;
    TokenKind after = s.kindAhead(1);
    boolean name = s.atColId() && (after == TokenKind.SEMICOLON || after == TokenKind.END);
    Keyword word = name ? null : s.word();
    boolean known = true;
    switch (word) {
      case NEXT -> s.next();
      case PRIOR -> {
        s.next();
        direction = FetchStmt.Direction.BACKWARD;
      }
      case FIRST -> {
        s.next();
        direction = FetchStmt.Direction.ABSOLUTE;
      }
      case LAST -> {
        s.next();
        direction = FetchStmt.Direction.ABSOLUTE;
        count = -1;
      }
      case ABSOLUTE -> {
        s.next();
        direction = FetchStmt.Direction.ABSOLUTE;
        count = g.options.signedInteger();
      }
      case RELATIVE -> {
        s.next();
        direction = FetchStmt.Direction.RELATIVE;
        count = g.options.signedInteger();
      }
      case ALL -> {
        s.next();
        count = Long.MAX_VALUE;
      }
      case FORWARD, BACKWARD -> {
        direction =
            word == Keyword.FORWARD ? FetchStmt.Direction.FORWARD : FetchStmt.Direction.BACKWARD;
        s.next();
        if (s.accept(Keyword.ALL)) {
          count = Long.MAX_VALUE;
        } else if (g.options.atNumber()) {
          count = g.options.signedInteger();
        }
      }
      case null, default -> {
        known = false;
        if (g.options.atNumber()) {
          count = g.options.signedInteger();
        }
      }
    }
    if (known || !s.atColId() || !name) {
      if (!s.accept(Keyword.FROM)) {
        s.accept(Keyword.IN);
      }
    }
    return new FetchStmt(direction, count, s.colId(), move, s.from(start));
  }

  ClosePortalStmt close() {
    int start = s.start();
    s.next();
    return new ClosePortalStmt(s.accept(Keyword.ALL) ? null : s.colId(), s.from(start));
  }

  DiscardStmt discard() {
    int start = s.start();
    s.next();
    DiscardStmt.Target target =
        switch (s.word()) {
          case ALL -> DiscardStmt.Target.ALL;
          case TEMP, TEMPORARY -> DiscardStmt.Target.TEMP;
          case PLANS -> DiscardStmt.Target.PLANS;
          case SEQUENCES -> DiscardStmt.Target.SEQUENCES;
          case null, default -> throw s.syntaxError();
        };
    s.next();
    return new DiscardStmt(target, s.from(start));
  }

  Stmt simple(Keyword word) {
    int start = s.start();
    s.next();
    return switch (word) {
      case CHECKPOINT -> new CheckPointStmt(s.from(start));
      case LISTEN -> new ListenStmt(s.colId(), s.from(start));
      case UNLISTEN -> new UnlistenStmt(s.accept(TokenKind.STAR) ? null : s.colId(), s.from(start));
      case LOAD -> new LoadStmt(s.sconst(), s.from(start));
      case CALL -> new CallStmt(g.functions.application(), s.from(start));
      default -> throw s.syntaxError();
    };
  }

  NotifyStmt notification() {
    int start = s.start();
    s.next();
    String name = s.colId();
    String payload = s.accept(TokenKind.COMMA) ? s.sconst() : null;
    return new NotifyStmt(name, payload, s.from(start));
  }

  DoStmt doBlock() {
    int start = s.start();
    s.next();
    List<DefElem> args = new ArrayList<>();
    do {
      int argStart = s.start();
      if (s.accept(Keyword.LANGUAGE)) {
        int valueStart = s.start();
        args.add(
            g.options.option(
                "language",
                g.options.string(g.names.nonReservedWordOrSconst(), valueStart),
                argStart));
      } else {
        args.add(g.options.option("as", g.options.string(s.sconst(), argStart), argStart));
      }
    } while (s.at(TokenKind.SCONST) || s.at(Keyword.LANGUAGE));
    return new DoStmt(List.copyOf(args), s.from(start));
  }

  ReturnStmt returnValue() {
    int start = s.start();
    s.expect(Keyword.RETURN);
    return new ReturnStmt(g.expressions.expression(), s.from(start));
  }
}
