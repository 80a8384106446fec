package dev.borealis.gateway.testing;

import java.util.List;

/**
 * Statements, and what a cluster answers to them.
 *
 * @param before runs first, whatever the answer
 * @param sessions the statements of each connection; more than one run side by side
 * @param expected an answer for each statement of each connection
 * @param simple whether the only statement is a simple query, of which {@code expected} has all
 *     results, or the error that ends it
 * @param ignoreRows whether rows and their number differ from run to run
 * @param race whether it is open which connection gets which answers
 */
public record Probe(
    String name,
    List<String> before,
    List<List<String>> sessions,
    List<List<Answer>> expected,
    boolean simple,
    boolean ignoreRows,
    boolean race) {}
