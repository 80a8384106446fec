package dev.borealis.gateway;

import dev.borealis.sql.Keyword;
import dev.borealis.sql.TokenKind;
import dev.borealis.sql.Tokens;
import dev.borealis.wire.Report;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The statements of which a transaction-level share of a backend could not give the true effect,
 * and the settings that a session may not change. DSQL refuses all of them too; the texts are the
 * service's.
 */
final class StatementRefusals {
  /**
   * Functions that concern a session's backend or hold locks for it ("function ... not supported",
   * field reports).
   */
  private static final Set<String> SESSION_FUNCTIONS =
      Set.of(
          "pg_backend_pid",
          "pg_advisory_lock",
          "pg_advisory_lock_shared",
          "pg_advisory_unlock",
          "pg_advisory_unlock_all",
          "pg_advisory_unlock_shared",
          "pg_advisory_xact_lock",
          "pg_advisory_xact_lock_shared",
          "pg_try_advisory_lock",
          "pg_try_advisory_lock_shared",
          "pg_try_advisory_xact_lock",
          "pg_try_advisory_xact_lock_shared");

  private StatementRefusals() {}

  /** The error for the statement between two tokens, or null if it may go to PostgreSQL. */
  static @Nullable Report of(Tokens tokens, int first, int end) {
    Keyword verb = tokens.keyword(first);
    Report refusal = verb == null ? null : ofVerb(verb, tokens, first, end);
    return refusal == null ? ofFunctions(tokens, first, end) : refusal;
  }

  private static @Nullable Report ofVerb(Keyword verb, Tokens tokens, int first, int end) {
    return switch (verb) {
      case SET -> ofSet(tokens, first, end);
      case BEGIN, START -> ofIsolationLevel(tokens, first, end);
      case PREPARE ->
          next(tokens, first, end) == Keyword.TRANSACTION ? null : unsupported("Prepare");
      case EXECUTE -> unsupported("Execute");
      case DEALLOCATE -> ofDeallocate(tokens, first, end);
      case DECLARE -> unsupported("DeclareCursor");
      case FETCH, MOVE -> unsupported("Fetch");
      case CLOSE -> unsupported("ClosePortal");
      case LISTEN -> unsupported("Listen");
      case NOTIFY -> unsupported("Notify");
      case UNLISTEN -> unsupported("Unlisten");
      case DISCARD -> unsupported("Discard");
      case LOAD -> unsupported("Load");
      case CREATE -> ofTemporary(tokens, first, end);
      default -> null;
    };
  }

  private static @Nullable Report ofSet(Tokens tokens, int first, int end) {
    int name = SettingStatement.nameToken(tokens, first, end);
    if (name >= 0) {
      String setting = SettingStatement.name(tokens, name, end);
      return SettingNames.isChangeable(setting) ? null : ErrorReports.unsupportedParameter(setting);
    }
    Keyword scope = tokens.keyword(Math.min(first + 1, end));
    int at = scope == Keyword.SESSION || scope == Keyword.LOCAL ? first + 2 : first + 1;
    Keyword form = at < end ? tokens.keyword(at) : null;
    if (form == null) {
      return null;
    }
    return switch (form) {
      case TRANSACTION -> {
        Report level = ofIsolationLevel(tokens, first, end);
        yield level == null ? ErrorReports.unsupportedParameter("TRANSACTION") : level;
      }
      case CHARACTERISTICS -> ofIsolationLevel(tokens, first, end);
      case ROLE -> scope == Keyword.LOCAL ? null : ErrorReports.unsupportedParameter("role");
      case AUTHORIZATION ->
          next(tokens, at, end) == Keyword.DEFAULT
              ? null
              : ErrorReports.unsupportedParameter("session_authorization");
      case XML -> ErrorReports.unsupportedParameter("xmloption");
      default -> null;
    };
  }

  /** Repeatable read is the only level (recorded). */
  private static @Nullable Report ofIsolationLevel(Tokens tokens, int first, int end) {
    for (int i = first; i + 2 < end; i++) {
      if (tokens.keyword(i) == Keyword.ISOLATION && tokens.keyword(i + 1) == Keyword.LEVEL) {
        String level = tokens.value(i + 2);
        boolean twoWords =
            i + 3 < end
                && (tokens.keyword(i + 2) == Keyword.READ
                    || tokens.keyword(i + 2) == Keyword.REPEATABLE);
        if (twoWords) {
          level += " " + tokens.value(i + 3);
        }
        level = level.toUpperCase(Locale.ROOT);
        if (!level.equals("REPEATABLE READ")) {
          return ErrorReports.unsupportedIsolationLevel(level);
        }
      }
    }
    return null;
  }

  private static @Nullable Report ofDeallocate(Tokens tokens, int first, int end) {
    Keyword what = next(tokens, first, end);
    if (what == Keyword.PREPARE && first + 2 < end) {
      what = tokens.keyword(first + 2);
    }
    return what == Keyword.ALL ? null : unsupported("Deallocate");
  }

  private static @Nullable Report ofTemporary(Tokens tokens, int first, int end) {
    int at = first + 1;
    while (at < end && isTemporaryPrefix(tokens.keyword(at))) {
      at++;
    }
    if (at >= end || !isTemporary(tokens.keyword(at))) {
      return null;
    }
    Keyword object = next(tokens, at, end);
    if (object == Keyword.RECURSIVE) {
      object = Keyword.VIEW;
    }
    if (object != Keyword.TABLE && object != Keyword.VIEW && object != Keyword.SEQUENCE) {
      return null;
    }
    String kind = object.word();
    return ErrorReports.unsupported(
        "TEMPORARY or TEMP %s not supported for CREATE %s"
            .formatted(kind, kind.toUpperCase(Locale.ROOT)));
  }

  private static boolean isTemporaryPrefix(@Nullable Keyword keyword) {
    return keyword == Keyword.OR
        || keyword == Keyword.REPLACE
        || keyword == Keyword.LOCAL
        || keyword == Keyword.GLOBAL;
  }

  private static boolean isTemporary(@Nullable Keyword keyword) {
    return keyword == Keyword.TEMP || keyword == Keyword.TEMPORARY;
  }

  private static @Nullable Report ofFunctions(Tokens tokens, int first, int end) {
    for (int i = first; i + 1 < end; i++) {
      if (tokens.kind(i) == TokenKind.IDENT && tokens.kind(i + 1) == TokenKind.LEFT_PAREN) {
        String name = tokens.value(i);
        if (SESSION_FUNCTIONS.contains(name)) {
          return ErrorReports.unsupported("function " + name + " not supported");
        }
      }
    }
    return null;
  }

  private static @Nullable Keyword next(Tokens tokens, int index, int end) {
    return index + 1 < end ? tokens.keyword(index + 1) : null;
  }

  private static Report unsupported(String statement) {
    return ErrorReports.unsupported("unsupported statement: " + statement);
  }
}
