package dev.borealis.gateway;

import static dev.borealis.gateway.testing.Messages.arguments;
import static dev.borealis.gateway.testing.Messages.bind;
import static dev.borealis.gateway.testing.Messages.closeStatement;
import static dev.borealis.gateway.testing.Messages.describePortal;
import static dev.borealis.gateway.testing.Messages.describeStatement;
import static dev.borealis.gateway.testing.Messages.execute;
import static dev.borealis.gateway.testing.Messages.parse;
import static dev.borealis.gateway.testing.Messages.query;
import static dev.borealis.gateway.testing.Messages.sync;

import dev.borealis.gateway.testing.Conversation;
import dev.borealis.gateway.testing.Frame;
import java.util.List;
import java.util.stream.Stream;

/** Prepared statements and transactions of the extended protocol. */
final class ExtendedQueryConversations {
  private ExtendedQueryConversations() {}

  static Stream<Conversation> all() {
    return Stream.of(statements(), transactions()).flatMap(List::stream);
  }

  private static List<Conversation> statements() {
    return List.of(
        Conversation.of(
            "the unnamed statement",
            parse("", "SELECT 1 AS one"),
            bind("", ""),
            describePortal(""),
            execute(""),
            sync()),
        Conversation.of("a named statement in many transactions")
            .send(parse("s", "SELECT $1::int * 2"), describeStatement("s"), sync())
            .send(bind("", "s", arguments().text("1")), execute(""), sync())
            .send(bind("", "s", arguments().text("2")), describePortal(""), execute(""), sync())
            .send(closeStatement("s"), sync())
            .send(bind("", "s", arguments().text("3")), execute(""), sync()),
        Conversation.of(
            "Describe before and after Parse",
            describeStatement("s"),
            sync(),
            parse("s", "INSERT INTO t_none SELECT"),
            sync(),
            parse("s", "SHOW search_path"),
            describeStatement("s"),
            bind("", "s"),
            describePortal(""),
            execute(""),
            sync()),
        Conversation.of("no data")
            .table("t_no_data", "id int")
            .send(
                parse("", "INSERT INTO t_no_data VALUES ($1)"),
                describeStatement(""),
                bind("", "", arguments().text("1")),
                describePortal(""),
                execute(""),
                sync())
            .send(
                parse("", "DELETE FROM t_no_data RETURNING id"),
                describeStatement(""),
                bind("", ""),
                describePortal(""),
                execute(""),
                sync()),
        Conversation.of(
            "the empty query",
            parse("", ""),
            describeStatement(""),
            bind("", ""),
            describePortal(""),
            execute(""),
            sync(),
            parse("c", "/* comment */ -- only"),
            bind("", "c"),
            execute(""),
            execute("", 1),
            sync(),
            parse("semicolons", ";;"),
            bind("", "semicolons"),
            execute(""),
            sync()),
        Conversation.of("several statements in one", parse("", "SELECT 1; SELECT 2"), sync()),
        Conversation.of(
            "a statement replaced and dropped",
            parse("", "SELECT 'first'"),
            parse("", "SELECT 'second'"),
            bind("", ""),
            execute(""),
            sync(),
            query("SELECT 'simple'"),
            bind("", ""),
            execute(""),
            sync(),
            parse("n", "SELECT 'named'"),
            parse("n", "SELECT 'again'"),
            sync(),
            closeStatement("n"),
            closeStatement("n"),
            closeStatement("never was"),
            parse("n", "SELECT 'again'"),
            bind("", "n"),
            execute(""),
            sync()),
        Conversation.of("a failed Parse drops the unnamed statement")
            .send(parse("", "SELECT 'kept'"), sync())
            .send(parse("", "SELEC"), sync())
            .send(bind("", ""), execute(""), sync()),
        Conversation.of("names of odd bytes")
            .send(
                Frame.of(
                    'P', Frame.text("größe ' \" ; \\ \n %s"), Frame.text("SELECT 1"), new byte[2]),
                sync())
            .send(bind("", "größe ' \" ; \\ \n %s"), execute(""), sync())
            .send(Frame.of('B', Frame.text("p ä"), Frame.text("größe \" "), new byte[6]), sync())
            .send(Frame.of('D', new byte[] {'S'}, Frame.text("żółć")), sync())
            .send(Frame.of('D', new byte[] {'P'}, Frame.text("żółć")), sync())
            .send(Frame.of('E', Frame.text("🐘"), new byte[4]), sync()),
        Conversation.of("DEALLOCATE ALL")
            .send(parse("a", "SELECT 'a'"), parse("b", "SELECT 'b'"), parse("", "SELECT 1"), sync())
            .send(query("DEALLOCATE ALL"))
            .send(bind("", "a"), execute(""), sync())
            .send(parse("a", "SELECT 'new'"), bind("", "a"), execute(""), sync())
            .send(parse("d", "DEALLOCATE ALL"), bind("", "d"), sync())
            .send(bind("", "a"), execute(""), sync())
            .send(bind("", "d"), execute(""), sync())
            .send(bind("", "a"), execute(""), sync())
            .send(parse("a", "SELECT 'newest'"), bind("", "a"), execute(""), sync()),
        Conversation.of("DEALLOCATE ALL among other statements")
            .send(parse("a", "SELECT 'a'"), sync())
            .send(query("SELECT 1; DEALLOCATE ALL; SELECT 2"))
            .send(bind("", "a"), execute(""), sync())
            .send(parse("a", "SELECT 'a'"), bind("", "a"), execute(""), sync()),
        Conversation.of("DEALLOCATE ALL leaves the unnamed statement")
            .send(parse("", "DEALLOCATE ALL"), bind("", ""), execute(""), sync())
            .send(describeStatement(""), bind("", ""), execute(""), sync()),
        Conversation.of("DEALLOCATE ALL in a failed block")
            .send(parse("a", "SELECT 'a'"), sync())
            .send(query("BEGIN; SELECT 1/0"))
            .send(query("DEALLOCATE ALL"))
            .send(query("ROLLBACK"))
            .send(bind("", "a"), execute(""), sync()),
        Conversation.of("a result type that changed")
            .table("t_changed", "a int")
            .send(parse("all", "SELECT * FROM t_changed"), bind("", "all"), execute(""), sync())
            .send(query("ALTER TABLE t_changed ADD COLUMN b text"))
            .send(closeStatement("all"), parse("all", "SELECT * FROM t_changed"), sync())
            .send(describeStatement("all"), bind("", "all"), execute(""), sync()),
        Conversation.of("a statement kept over a rolled back transaction")
            .send(query("BEGIN"))
            .send(parse("s", "SELECT 'survives'"), sync())
            .send(query("SELECT 1/0"))
            .send(query("ROLLBACK"))
            .send(bind("", "s"), execute(""), sync()));
  }

  private static List<Conversation> transactions() {
    return List.of(
        Conversation.of(
            "a transaction by prepared statements",
            parse("b", "BEGIN"),
            parse("c", "COMMIT"),
            sync(),
            bind("", "b"),
            execute(""),
            sync(),
            parse("", "SELECT 1"),
            bind("", ""),
            execute(""),
            sync(),
            bind("", "c"),
            execute(""),
            sync()),
        Conversation.of("an implicit transaction ends at Sync")
            .table("t_implicit", "id int PRIMARY KEY")
            .send(
                parse("i", "INSERT INTO t_implicit VALUES ($1)"),
                bind("", "i", arguments().text("1")),
                execute(""),
                bind("", "i", arguments().text("2")),
                execute(""),
                bind("", "i", arguments().text("1")),
                execute(""),
                bind("", "i", arguments().text("3")),
                execute(""),
                sync())
            .send(query("SELECT count(*) FROM t_implicit"))
            .send(
                bind("", "i", arguments().text("1")),
                execute(""),
                sync(),
                bind("", "i", arguments().text("1")),
                execute(""),
                sync(),
                bind("", "i", arguments().text("2")),
                execute(""),
                sync())
            .send(query("SELECT * FROM t_implicit ORDER BY id")),
        Conversation.of("COMMIT and ROLLBACK in the middle of a pipeline")
            .table("t_middle", "id int PRIMARY KEY")
            .send(
                parse("i", "INSERT INTO t_middle VALUES ($1)"),
                parse("b", "BEGIN"),
                parse("c", "COMMIT"),
                parse("r", "ROLLBACK"),
                bind("", "b"),
                execute(""),
                bind("", "i", arguments().text("1")),
                execute(""),
                bind("", "c"),
                execute(""),
                bind("", "b"),
                execute(""),
                bind("", "i", arguments().text("2")),
                execute(""),
                bind("", "r"),
                execute(""),
                bind("", "i", arguments().text("3")),
                execute(""),
                sync())
            .send(query("SELECT * FROM t_middle ORDER BY id")),
        Conversation.of("a failed block in the extended protocol")
            .send(parse("one", "SELECT 1"), parse("r", "ROLLBACK"), query("BEGIN; SELECT 1/0"))
            .send(parse("x", "SELECT 2"), sync())
            .send(bind("", "one"), sync())
            .send(describeStatement("one"), describeStatement("r"), sync())
            .send(parse("", ""), bind("", ""), execute(""), sync())
            .send(parse("y", "ROLLBACK"), closeStatement("y"), sync())
            .send(bind("", "r"), execute(""), sync())
            .send(bind("", "one"), execute(""), sync()),
        Conversation.of("a statement prepared already, in a failed block")
            .send(parse("p", "SELECT 'prepared'"), sync())
            .send(closeStatement("p"), sync())
            .send(query("BEGIN; SELECT 1/0"))
            .send(parse("p", "SELECT 'prepared'"), sync())
            .send(query("ROLLBACK"))
            .send(bind("", "p"), execute(""), sync()),
        Conversation.of("a conflict of constraints, with all fields")
            .procedural("f_divides()", "PERFORM 1/0;")
            .procedural("f_executes()", "EXECUTE 'SELECT nothing FROM nowhere';")
            .table(
                "t_fields",
                "id int CONSTRAINT positive CHECK (id > 0), v text NOT NULL,"
                    + " CONSTRAINT only_one UNIQUE (id)")
            .send(
                query("INSERT INTO t_fields VALUES (1, 'a'); INSERT INTO t_fields VALUES (1, 'b')"))
            .send(query("INSERT INTO t_fields VALUES (-1, repeat('long detail ', 2000))"))
            .send(query("INSERT INTO t_fields VALUES (1, NULL)"))
            .send(query("SELECT 'żółć', missing FROM t_fields"))
            .send(query("SELECT id FROM t_fields GROUP BY v"))
            .send(query("SELECT lenght('x')"))
            .send(query("SELECT f_divides()"))
            .send(query("SELECT 1; SELECT f_executes()"))
            .send(parse("", "SELECT $1::int / 0 FROM t_fields WHERE missing"), sync())
            .send(
                parse("", "INSERT INTO t_fields VALUES ($1, $2)"),
                bind("", "", arguments().text("-5").text("x")),
                execute(""),
                sync()));
  }
}
