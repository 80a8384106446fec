package dev.borealis.sql;

import dev.borealis.sql.tree.DatabaseStmt.DropSubscriptionStmt;
import dev.borealis.sql.tree.DatabaseStmt.DropTableSpaceStmt;
import dev.borealis.sql.tree.DropBehavior;
import dev.borealis.sql.tree.ObjectName;
import dev.borealis.sql.tree.ObjectName.NameOn;
import dev.borealis.sql.tree.ObjectName.RoleSpec;
import dev.borealis.sql.tree.ObjectStmt.CommentStmt;
import dev.borealis.sql.tree.ObjectStmt.DropStmt;
import dev.borealis.sql.tree.ObjectStmt.SecLabelStmt;
import dev.borealis.sql.tree.ObjectType;
import dev.borealis.sql.tree.RoleStmt.DropOwnedStmt;
import dev.borealis.sql.tree.RoleStmt.DropRoleStmt;
import dev.borealis.sql.tree.Stmt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DROP, COMMENT and SECURITY LABEL. */
final class DropParser {
  private final Grammar g;
  private final ParserState s;

  DropParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
  }

  Stmt drop() {
    int start = s.start();
    s.next();
    Keyword word = s.word();
    return switch (word) {
      case ROLE, GROUP -> roles(start);
      case USER -> {
        boolean mapping =
            s.ahead(1) == Keyword.MAPPING
                && (s.ahead(2) == Keyword.FOR || s.ahead(2) == Keyword.IF);
        yield mapping ? g.foreign.dropMapping(start) : roles(start);
      }
      case DATABASE -> g.databases.drop(start);
      case TABLESPACE -> {
        s.next();
        boolean missingOk = s.acceptIfExists();
        yield new DropTableSpaceStmt(s.colId(), missingOk, s.from(start));
      }
      case SUBSCRIPTION -> {
        s.next();
        boolean missingOk = s.acceptIfExists();
        String name = s.colId();
        yield new DropSubscriptionStmt(name, missingOk, g.options.dropBehavior(), s.from(start));
      }
      case OWNED -> {
        s.next();
        s.expect(Keyword.BY);
        List<RoleSpec> roles = g.names.roleList();
        yield new DropOwnedStmt(roles, g.options.dropBehavior(), s.from(start));
      }
      case null -> throw s.syntaxError();
      default -> object(start);
    };
  }

  private DropRoleStmt roles(int start) {
    s.next();
    boolean missingOk = s.acceptIfExists();
    return new DropRoleStmt(g.names.roleList(), missingOk, s.from(start));
  }

  private DropStmt of(
      ObjectType type,
      List<? extends ObjectName> objects,
      boolean missingOk,
      boolean concurrent,
      int start) {
    DropBehavior behavior = g.options.dropBehavior();
    return new DropStmt(List.copyOf(objects), type, behavior, missingOk, concurrent, s.from(start));
  }

  private DropStmt object(int start) {
    ObjectType type = g.objects.anyNameType();
    if (type != null) {
      boolean concurrent = type == ObjectType.INDEX && s.accept(Keyword.CONCURRENTLY);
      boolean missingOk = s.acceptIfExists();
      return of(type, s.commaList(g.names::anyNameNode), missingOk, concurrent, start);
    }
    type = g.objects.dropNameType();
    if (type != null) {
      boolean missingOk = s.acceptIfExists();
      return of(type, s.commaList(g.objects::name), missingOk, false, start);
    }
    type = g.objects.attachedType();
    if (type != null) {
      boolean missingOk = s.acceptIfExists();
      return of(type, List.of(g.objects.nameOn()), missingOk, false, start);
    }
    type = g.objects.routineType();
    if (type != null) {
      boolean missingOk = s.acceptIfExists();
      return of(type, s.commaList(g.objects::function), missingOk, false, start);
    }
    return other(start);
  }

  private DropStmt other(int start) {
    Keyword word = s.word();
    s.next();
    ObjectType group = word == Keyword.OPERATOR ? g.objects.operatorGroup() : null;
    boolean nameless = word == Keyword.CAST || word == Keyword.TRANSFORM;
    boolean missingOk =
        nameless ? s.accept(Keyword.IF, Keyword.EXISTS) : isOther(word) && s.acceptIfExists();
    return switch (word) {
      case TYPE -> of(ObjectType.TYPE, s.commaList(g.types::typeName), missingOk, false, start);
      case DOMAIN -> of(ObjectType.DOMAIN, s.commaList(g.types::typeName), missingOk, false, start);
      case AGGREGATE ->
          of(ObjectType.AGGREGATE, s.commaList(g.objects::aggregate), missingOk, false, start);
      case CAST -> of(ObjectType.CAST, List.of(g.objects.cast()), missingOk, false, start);
      case TRANSFORM ->
          of(ObjectType.TRANSFORM, List.of(g.objects.transform()), missingOk, false, start);
      case OPERATOR ->
          group == null
              ? of(ObjectType.OPERATOR, s.commaList(g.objects::operator), missingOk, false, start)
              : of(group, List.of(g.objects.operatorClass()), missingOk, false, start);
      case null, default -> throw s.syntaxErrorAtLast();
    };
  }

  private static boolean isOther(@Nullable Keyword word) {
    return switch (word) {
      case TYPE, DOMAIN, AGGREGATE, CAST, TRANSFORM, OPERATOR -> true;
      case null, default -> false;
    };
  }

  CommentStmt comment() {
    int start = s.start();
    s.next();
    s.expect(Keyword.ON);
    ObjectNameParser.Named named = commented();
    s.expect(Keyword.IS);
    String text = s.accept(Keyword.NULL) ? null : s.sconst();
    return new CommentStmt(named.type(), named.object(), text, s.from(start));
  }

  private ObjectNameParser.Named commented() {
    if (s.accept(Keyword.COLUMN)) {
      return new ObjectNameParser.Named(ObjectType.COLUMN, g.names.anyNameNode());
    }
    if (s.accept(Keyword.CONSTRAINT)) {
      int start = s.start();
      String name = s.colId();
      s.expect(Keyword.ON);
      boolean domain =
          s.at(Keyword.DOMAIN) && s.ahead(1) != Keyword.IS && s.kindAhead(1) != TokenKind.DOT;
      if (domain) {
        s.next();
      }
      NameOn object = new NameOn(name, g.names.anyName(), s.from(start));
      return new ObjectNameParser.Named(
          domain ? ObjectType.DOMCONSTRAINT : ObjectType.TABCONSTRAINT, object);
    }
    if (s.accept(Keyword.LARGE)) {
      return new ObjectNameParser.Named(ObjectType.LARGEOBJECT, g.objects.largeObject());
    }
    ObjectType attached = g.objects.attachedType();
    if (attached != null) {
      return new ObjectNameParser.Named(attached, g.objects.nameOn());
    }
    ObjectNameParser.Named named = g.objects.common();
    if (named == null) {
      named = g.objects.unlabelled();
    }
    if (named == null) {
      throw s.syntaxError();
    }
    return named;
  }

  SecLabelStmt securityLabel() {
    int start = s.start();
    s.next();
    s.expect(Keyword.LABEL);
    String provider = s.accept(Keyword.FOR) ? g.names.nonReservedWordOrSconst() : null;
    s.expect(Keyword.ON);
    ObjectNameParser.Named named;
    if (s.accept(Keyword.COLUMN)) {
      named = new ObjectNameParser.Named(ObjectType.COLUMN, g.names.anyNameNode());
    } else if (s.accept(Keyword.LARGE)) {
      named = new ObjectNameParser.Named(ObjectType.LARGEOBJECT, g.objects.largeObject());
    } else {
      named = g.objects.common();
    }
    if (named == null) {
      throw s.syntaxError();
    }
    s.expect(Keyword.IS);
    String label = s.accept(Keyword.NULL) ? null : s.sconst();
    return new SecLabelStmt(named.type(), named.object(), provider, label, s.from(start));
  }
}
