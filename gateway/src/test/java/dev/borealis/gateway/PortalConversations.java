package dev.borealis.gateway;

import static dev.borealis.gateway.testing.Messages.bind;
import static dev.borealis.gateway.testing.Messages.closePortal;
import static dev.borealis.gateway.testing.Messages.describePortal;
import static dev.borealis.gateway.testing.Messages.execute;
import static dev.borealis.gateway.testing.Messages.flush;
import static dev.borealis.gateway.testing.Messages.parse;
import static dev.borealis.gateway.testing.Messages.query;
import static dev.borealis.gateway.testing.Messages.sync;

import dev.borealis.gateway.testing.Conversation;
import java.util.stream.Stream;

/** Portals, row limits and Flush of the extended protocol. */
final class PortalConversations {
  private PortalConversations() {}

  static Stream<Conversation> all() {
    String numbers = "SELECT g FROM generate_series(1, 5) AS g";
    return Stream.of(
        Conversation.of(
            "row limits",
            parse("", numbers),
            bind("", ""),
            execute("", 2),
            execute("", 2),
            execute("", 2),
            execute("", 2),
            sync()),
        Conversation.of(
            "a row limit that is met exactly, and a negative one",
            parse("", numbers),
            bind("", ""),
            execute("", 5),
            execute("", 1),
            bind("", ""),
            execute("", -1),
            sync()),
        Conversation.of("a suspended portal step by step")
            .sendUntil('s', parse("", numbers), bind("", ""), execute("", 2), flush())
            .sendUntil('s', execute("", 2), flush())
            .sendUntil('C', execute("", 2), flush())
            .send(sync()),
        Conversation.of(
            "several portals at once",
            parse("n", numbers),
            parse("l", "SELECT chr(64 + g) FROM generate_series(1, 3) AS g"),
            bind("numbers", "n"),
            bind("letters", "l"),
            execute("numbers", 1),
            execute("letters", 1),
            execute("numbers", 1),
            describePortal("letters"),
            execute("letters"),
            closePortal("numbers"),
            execute("numbers"),
            sync()),
        Conversation.of(
            "portals that exist and do not",
            parse("n", numbers),
            bind("p", "n"),
            bind("p", "n"),
            sync(),
            bind("", "n"),
            bind("", "n"),
            execute("p"),
            sync(),
            execute(""),
            sync(),
            describePortal("p"),
            sync(),
            closePortal("p"),
            sync()),
        Conversation.of("a portal in a transaction block lives until its end")
            .send(query("BEGIN"))
            .send(parse("n", numbers), bind("cursor", "n"), execute("cursor", 2), sync())
            .send(query("SELECT 'in between'"))
            .send(execute("cursor", 2), sync())
            .send(describePortal("cursor"), execute("cursor", 2), sync())
            .send(execute("cursor", 2), sync())
            .send(query("COMMIT"))
            .send(execute("cursor", 2), sync()),
        Conversation.of("the unnamed portal and a simple query")
            .send(query("BEGIN"))
            .send(parse("n", numbers), bind("", "n"), execute("", 2), sync())
            .send(execute("", 1), sync())
            .send(query("SELECT 'drops the unnamed portal'"))
            .send(execute("", 1), sync())
            .send(query("ROLLBACK")),
        Conversation.of("the unnamed portal and a query of several statements")
            .send(query("BEGIN"))
            .send(parse("n", numbers), bind("", "n"), execute("", 2), sync())
            .send(query("SELECT 'drops it'; SELECT 'leaves none'"))
            .send(describePortal(""), sync())
            .send(query("ROLLBACK")),
        Conversation.of("a portal in a failed block")
            .send(query("BEGIN"))
            .send(parse("n", numbers), bind("cursor", "n"), execute("cursor", 2), sync())
            .send(query("SELECT 1/0"))
            .send(execute("cursor", 2), sync())
            .send(query("ROLLBACK")),
        Conversation.of("RETURNING with a row limit")
            .table("t_returning", "id int PRIMARY KEY")
            .send(
                parse(
                    "",
                    "INSERT INTO t_returning SELECT g FROM generate_series(1, 4) AS g"
                        + " RETURNING id"),
                bind("", ""),
                execute("", 2),
                execute("", 3),
                sync())
            .send(query("SELECT count(*) FROM t_returning")),
        Conversation.of("Flush makes the server speak")
            .sendUntil('1', parse("", "SELECT 1"), flush())
            .sendUntil('2', bind("", ""), flush())
            .sendUntil('T', describePortal(""), flush())
            .sendUntil('C', execute(""), flush())
            .sendUntil('E', parse("", "SELEC"), flush())
            .sendOnly(parse("", "SELECT 'ignored'"), flush())
            .send(sync(), flush(), flush(), sync()));
  }
}
