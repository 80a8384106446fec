package dev.borealis.dialect;

import org.jspecify.annotations.Nullable;

/**
 * A refusal: what the service does not take, and what it says about it.
 *
 * @param id the rule's name, unique among the rules of all versions
 * @param lintId the name under which a linter reports it; the official linter's where that has one.
 *     Several rules may share it
 * @param subject what it looks at and asks for, as the data says it
 * @param sqlState five characters, such as 0A000
 * @param message the service's message; {@code {}} stands for what was found
 * @param detail the error's detail, where the service gives one
 * @param hint what to do instead; null if nothing is known to help
 * @param fix whether a linter can mend it
 * @param source "recorded", "field report", "documented", "measured", "linter" (the official
 *     linter's tests against the live service), "PostgreSQL" (its own text, for something that no
 *     role of DSQL may do) or "assumed" (by the pattern of neighbouring messages)
 * @param since the first version that has it
 * @param sinceDate when the service began to refuse, or null if it always did
 * @param until the first version without it, or null if the newest still has it
 * @param untilDate when the service began to accept it, or null
 */
public record Rule(
    String id,
    String lintId,
    String subject,
    String sqlState,
    String message,
    @Nullable String detail,
    @Nullable String hint,
    Fix fix,
    String source,
    DsqlVersion since,
    @Nullable String sinceDate,
    @Nullable DsqlVersion until,
    @Nullable String untilDate) {

  /** The message about something that was found. */
  String messageFor(String found) {
    return message.replace("{}", found);
  }

  /** The detail about something that was found, or null. */
  @Nullable String detailFor(String found) {
    return detail == null ? null : detail.replace("{}", found);
  }

  Rule endingAt(DsqlVersion version, String date) {
    return new Rule(
        id, lintId, subject, sqlState, message, detail, hint, fix, source, since, sinceDate,
        version, date);
  }
}
