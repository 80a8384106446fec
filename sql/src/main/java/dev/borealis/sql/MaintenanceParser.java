package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.Clause.VacuumRelation;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Node;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TableRef.RangeVar;
import dev.borealis.sql.tree.UtilityStmt.ClusterStmt;
import dev.borealis.sql.tree.UtilityStmt.CopyStmt;
import dev.borealis.sql.tree.UtilityStmt.ExplainStmt;
import dev.borealis.sql.tree.UtilityStmt.LockStmt;
import dev.borealis.sql.tree.UtilityStmt.ReindexStmt;
import dev.borealis.sql.tree.UtilityStmt.TruncateStmt;
import dev.borealis.sql.tree.UtilityStmt.VacuumStmt;
import dev.borealis.sql.tree.Value.AllValue;
import dev.borealis.sql.tree.Value.NameListValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** COPY, EXPLAIN, and the commands that keep tables in order. */
final class MaintenanceParser {
  private final Grammar g;
  private final ParserState s;

  MaintenanceParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
  }

  CopyStmt copy() {
    int start = s.start();
    s.next();
    if (s.at(TokenKind.LEFT_PAREN)) {
      return copyQuery(start);
    }
    List<DefElem> options = new ArrayList<>();
    int binaryStart = s.start();
    if (s.accept(Keyword.BINARY)) {
      options.add(text("format", "binary", binaryStart));
    }
    RangeVar relation = g.names.qualifiedName();
    List<String> columns = g.names.optionalColumnList();
    boolean from = s.accept(Keyword.FROM);
    if (!from) {
      s.expect(Keyword.TO);
    }
    boolean program = s.accept(Keyword.PROGRAM);
    String file = file();
    int afterFile = s.start();
    boolean using = s.accept(Keyword.USING);
    if (using || s.at(Keyword.DELIMITERS)) {
      int delimiterStart = s.start();
      s.expect(Keyword.DELIMITERS);
      options.add(text("delimiter", s.sconst(), delimiterStart));
    }
    g.options.with();
    options.addAll(copyOptions());
    int whereStart = s.start();
    Expr where = g.expressions.where();
    if (program && file == null) {
      throw s.error(
          "STDIN/STDOUT not allowed with PROGRAM",
          options.isEmpty() || afterFile == 0 ? -1 : programErrorPlace(options, afterFile));
    }
    if (!from && where != null) {
      throw s.error("WHERE clause not allowed with COPY TO", whereStart);
    }
    return new CopyStmt(
        relation, null, columns, from, program, file, List.copyOf(options), where, s.from(start));
  }

  /** PostgreSQL points at the old DELIMITERS clause, if there is one. */
  private static int programErrorPlace(List<DefElem> options, int afterFile) {
    for (DefElem option : options) {
      if (option.defname().equals("delimiter") && option.span().start() >= afterFile) {
        return afterFile;
      }
    }
    return -1;
  }

  private @Nullable String file() {
    if (s.accept(Keyword.STDIN) || s.accept(Keyword.STDOUT)) {
      return null;
    }
    return s.sconst();
  }

  private CopyStmt copyQuery(int start) {
    s.expect(TokenKind.LEFT_PAREN);
    Stmt query = g.dml.preparable();
    s.expect(TokenKind.RIGHT_PAREN);
    int toStart = s.start();
    s.expect(Keyword.TO);
    boolean program = s.accept(Keyword.PROGRAM);
    String file = file();
    g.options.with();
    List<DefElem> options = copyOptions();
    if (program && file == null) {
      throw s.error("STDIN/STDOUT not allowed with PROGRAM", toStart);
    }
    return new CopyStmt(null, query, List.of(), false, program, file, options, null, s.from(start));
  }

  private DefElem text(String name, String value, int start) {
    return g.options.option(name, g.options.string(value, start), start);
  }

  private List<DefElem> copyOptions() {
    if (s.at(TokenKind.LEFT_PAREN)) {
      return s.parenthesized(this::copyOption);
    }
    List<DefElem> options = new ArrayList<>();
    for (DefElem option = oldCopyOption(); option != null; option = oldCopyOption()) {
      options.add(option);
    }
    return List.copyOf(options);
  }

  private DefElem copyOption() {
    int start = s.start();
    String name = s.colLabel();
    int argStart = s.start();
    Node arg = null;
    if (g.names.atBooleanOrString()) {
      arg = g.options.string(s.take(), argStart);
    } else if (g.options.atNumber()) {
      arg = g.options.number();
    } else if (s.accept(TokenKind.STAR)) {
      arg = new AllValue(s.from(argStart));
    } else if (s.at(TokenKind.LEFT_PAREN)) {
      List<String> names = s.parenthesized(g.names::booleanOrString);
      arg = new NameListValue(names, s.from(argStart));
    }
    return g.options.option(name, arg, start);
  }

  private @Nullable DefElem oldCopyOption() {
    int start = s.start();
    Keyword word = s.word();
    return switch (word) {
      case BINARY -> {
        s.next();
        yield text("format", "binary", start);
      }
      case CSV -> {
        s.next();
        yield text("format", "csv", start);
      }
      case FREEZE -> {
        s.next();
        yield text("freeze", "true", start);
      }
      case HEADER -> {
        s.next();
        yield text("header", "true", start);
      }
      case DELIMITER, NULL, QUOTE, ESCAPE -> {
        String name = s.take();
        s.accept(Keyword.AS);
        yield text(name, s.sconst(), start);
      }
      case ENCODING -> {
        s.next();
        yield text("encoding", s.sconst(), start);
      }
      case FORCE -> {
        s.next();
        yield force(start);
      }
      case null, default -> null;
    };
  }

  private DefElem force(int start) {
    String name = "force_quote";
    if (s.accept(Keyword.NOT, Keyword.NULL)) {
      name = "force_not_null";
    } else if (s.accept(Keyword.NULL)) {
      name = "force_null";
    } else {
      s.expect(Keyword.QUOTE);
    }
    int argStart = s.start();
    if (name.equals("force_quote") && s.accept(TokenKind.STAR)) {
      return g.options.option(name, new AllValue(s.from(argStart)), start);
    }
    List<String> names = g.names.nameList();
    return g.options.option(name, new NameListValue(names, s.from(argStart)), start);
  }

  ExplainStmt explain() {
    int start = s.start();
    s.next();
    List<DefElem> options = List.of();
    if (s.at(TokenKind.LEFT_PAREN) && !explainsQuery()) {
      options = g.options.utilityOptions();
    } else {
      List<DefElem> words = new ArrayList<>();
      int wordStart = s.start();
      if (analyze()) {
        words.add(g.options.option("analyze", null, wordStart));
      }
      wordStart = s.start();
      if (s.accept(Keyword.VERBOSE)) {
        words.add(g.options.option("verbose", null, wordStart));
      }
      options = List.copyOf(words);
    }
    Stmt query =
        switch (s.word()) {
          case DECLARE -> g.utilities.declare();
          case EXECUTE -> g.utilities.execute();
          case REFRESH -> g.relations.refresh();
          case CREATE -> g.tables.createAs();
          case null, default -> g.dml.preparable();
        };
    return new ExplainStmt(query, options, s.from(start));
  }

  private boolean explainsQuery() {
    Keyword word = s.ahead(1);
    return s.kindAhead(1) == TokenKind.LEFT_PAREN
        || word == Keyword.SELECT
        || word == Keyword.WITH
        || word == Keyword.TABLE
        || (word == Keyword.VALUES && s.kindAhead(2) == TokenKind.LEFT_PAREN);
  }

  private boolean analyze() {
    return s.accept(Keyword.ANALYZE) || s.accept(Keyword.ANALYSE);
  }

  /** VACUUM and ANALYZE. */
  VacuumStmt vacuum() {
    int start = s.start();
    boolean vacuum = s.at(Keyword.VACUUM);
    s.next();
    List<DefElem> options = new ArrayList<>();
    if (s.at(TokenKind.LEFT_PAREN)) {
      options.addAll(g.options.utilityOptions());
    } else {
      if (vacuum) {
        word(options, Keyword.FULL, "full");
        word(options, Keyword.FREEZE, "freeze");
      }
      word(options, Keyword.VERBOSE, "verbose");
      int wordStart = s.start();
      if (vacuum && analyze()) {
        options.add(g.options.option("analyze", null, wordStart));
      }
    }
    List<VacuumRelation> relations = s.atColId() ? s.commaList(this::vacuumRelation) : List.of();
    return new VacuumStmt(List.copyOf(options), relations, vacuum, s.from(start));
  }

  private void word(List<DefElem> options, Keyword keyword, String name) {
    int start = s.start();
    if (s.accept(keyword)) {
      options.add(g.options.option(name, null, start));
    }
  }

  private VacuumRelation vacuumRelation() {
    int start = s.start();
    RangeVar relation = g.names.qualifiedName();
    return new VacuumRelation(relation, g.names.optionalColumnList(), s.from(start));
  }

  ClusterStmt cluster() {
    int start = s.start();
    s.next();
    List<DefElem> params = new ArrayList<>();
    boolean parenthesized = s.at(TokenKind.LEFT_PAREN);
    if (parenthesized) {
      params.addAll(g.options.utilityOptions());
    } else {
      word(params, Keyword.VERBOSE, "verbose");
    }
    if (!parenthesized && !s.atColId()) {
      return new ClusterStmt(null, null, List.copyOf(params), s.from(start));
    }
    if (!parenthesized && s.ahead(1) == Keyword.ON) {
      String index = s.colId();
      s.next();
      return new ClusterStmt(g.names.qualifiedName(), index, List.copyOf(params), s.from(start));
    }
    RangeVar relation = g.names.qualifiedName();
    String index = s.accept(Keyword.USING) ? s.colId() : null;
    return new ClusterStmt(relation, index, List.copyOf(params), s.from(start));
  }

  ReindexStmt reindex() {
    int start = s.start();
    s.next();
    List<DefElem> params = new ArrayList<>();
    if (s.at(TokenKind.LEFT_PAREN)) {
      params.addAll(g.options.utilityOptions());
    }
    ReindexStmt.Kind kind =
        switch (s.word()) {
          case INDEX -> ReindexStmt.Kind.INDEX;
          case TABLE -> ReindexStmt.Kind.TABLE;
          case SCHEMA -> ReindexStmt.Kind.SCHEMA;
          case SYSTEM -> ReindexStmt.Kind.SYSTEM;
          case DATABASE -> ReindexStmt.Kind.DATABASE;
          case null, default -> throw s.syntaxError();
        };
    s.next();
    word(params, Keyword.CONCURRENTLY, "concurrently");
    RangeVar relation = null;
    String name = null;
    switch (kind) {
      case INDEX, TABLE -> relation = g.names.qualifiedName();
      case SCHEMA -> name = s.colId();
      case SYSTEM, DATABASE -> name = g.names.optionalName();
    }
    return new ReindexStmt(kind, relation, name, List.copyOf(params), s.from(start));
  }

  LockStmt lock() {
    int start = s.start();
    s.next();
    s.accept(Keyword.TABLE);
    List<RangeVar> relations = s.commaList(g.names::relationExpr);
    LockStmt.Mode mode = LockStmt.Mode.ACCESS_EXCLUSIVE;
    if (s.accept(Keyword.IN)) {
      mode = lockMode();
      s.expect(Keyword.MODE);
    }
    return new LockStmt(relations, mode, s.accept(Keyword.NOWAIT), s.from(start));
  }

  private LockStmt.Mode lockMode() {
    if (s.accept(Keyword.ACCESS)) {
      if (s.accept(Keyword.SHARE)) {
        return LockStmt.Mode.ACCESS_SHARE;
      }
      s.expect(Keyword.EXCLUSIVE);
      return LockStmt.Mode.ACCESS_EXCLUSIVE;
    }
    if (s.accept(Keyword.ROW)) {
      if (s.accept(Keyword.SHARE)) {
        return LockStmt.Mode.ROW_SHARE;
      }
      s.expect(Keyword.EXCLUSIVE);
      return LockStmt.Mode.ROW_EXCLUSIVE;
    }
    if (s.accept(Keyword.SHARE)) {
      if (s.accept(Keyword.UPDATE, Keyword.EXCLUSIVE)) {
        return LockStmt.Mode.SHARE_UPDATE_EXCLUSIVE;
      }
      return s.accept(Keyword.ROW, Keyword.EXCLUSIVE)
          ? LockStmt.Mode.SHARE_ROW_EXCLUSIVE
          : LockStmt.Mode.SHARE;
    }
    s.expect(Keyword.EXCLUSIVE);
    return LockStmt.Mode.EXCLUSIVE;
  }

  TruncateStmt truncate() {
    int start = s.start();
    s.next();
    s.accept(Keyword.TABLE);
    List<RangeVar> relations = s.commaList(g.names::relationExpr);
    boolean restart = s.accept(Keyword.RESTART, Keyword.IDENTITY);
    if (!restart) {
      s.accept(Keyword.CONTINUE, Keyword.IDENTITY);
    }
    return new TruncateStmt(relations, restart, g.options.dropBehavior(), s.from(start));
  }
}
