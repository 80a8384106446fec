package dev.borealis.lint;

/**
 * A script that has been mended.
 *
 * @param sql the script; all that did not have to change is as it was
 * @param report what was found, and what became of it
 */
public record FixedScript(String sql, LintReport report) {}
