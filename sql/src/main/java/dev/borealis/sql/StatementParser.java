package dev.borealis.sql;

import dev.borealis.sql.tree.Stmt;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements of a text. */
final class StatementParser {
  private final Grammar g;
  private final ParserState s;

  StatementParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
  }

  /** All statements of a text. */
  List<Stmt> statements() {
    List<Stmt> statements = new ArrayList<>();
    do {
      Stmt statement =
          s.at(Keyword.BEGIN) || s.at(Keyword.END) ? g.utilities.transaction() : statement();
      if (statement != null) {
        statements.add(statement);
      }
    } while (s.accept(TokenKind.SEMICOLON));
    if (!s.at(TokenKind.END)) {
      throw s.syntaxError();
    }
    return List.copyOf(statements);
  }

  /** {@code stmt}; null if there is none. BEGIN and END are not among them. */
  @Nullable Stmt statement() {
    Keyword word = s.word();
    if (word == null) {
      if (s.at(TokenKind.SEMICOLON) || s.at(TokenKind.END)) {
        return null;
      }
      if (s.at(TokenKind.LEFT_PAREN) || s.atBound(Keyword.WITH)) {
        return g.dml.preparable();
      }
      if (s.at(TokenKind.IDENT)) {
        return g.roles.awsIam();
      }
      throw s.syntaxError();
    }
    return switch (word) {
      case SELECT, VALUES, TABLE, WITH, INSERT, UPDATE, DELETE, MERGE -> g.dml.preparable();
      case CREATE -> g.creates.create();
      case ALTER -> g.alters.alter();
      case DROP -> g.drops.drop();
      case COMMENT -> g.drops.comment();
      case SECURITY -> g.drops.securityLabel();
      case ABORT, COMMIT, ROLLBACK, SAVEPOINT, RELEASE, START -> g.utilities.transaction();
      case PREPARE -> g.utilities.prepare();
      case EXECUTE -> g.utilities.execute();
      case DEALLOCATE -> g.utilities.deallocate();
      case DECLARE -> g.utilities.declare();
      case FETCH, MOVE -> g.utilities.fetch();
      case CLOSE -> g.utilities.close();
      case DISCARD -> g.utilities.discard();
      case CHECKPOINT, LISTEN, UNLISTEN, LOAD, CALL -> g.utilities.simple(word);
      case NOTIFY -> g.utilities.notification();
      case DO -> g.utilities.doBlock();
      case SET -> g.settings.set();
      case RESET -> g.settings.reset();
      case SHOW -> g.settings.show();
      case COPY -> g.maintenance.copy();
      case EXPLAIN -> g.maintenance.explain();
      case VACUUM, ANALYZE, ANALYSE -> g.maintenance.vacuum();
      case CLUSTER -> g.maintenance.cluster();
      case REINDEX -> g.maintenance.reindex();
      case LOCK -> g.maintenance.lock();
      case TRUNCATE -> g.maintenance.truncate();
      case REFRESH -> g.relations.refresh();
      case GRANT -> g.grants.grant();
      case REVOKE -> g.grants.revoke();
      case REASSIGN -> g.roles.reassignOwned();
      case IMPORT -> g.foreign.importSchema();
      default -> emptyOrError();
    };
  }

  /** END closes a routine's body. */
  private @Nullable Stmt emptyOrError() {
    if (s.at(Keyword.END)) {
      return null;
    }
    throw s.syntaxError();
  }
}
