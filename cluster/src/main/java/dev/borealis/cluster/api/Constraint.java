package dev.borealis.cluster.api;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What texts of requests look like (botocore's model {@code dsql/2018-05-10}; tags: "Tagging
 * resources in Aurora DSQL"). Its own text says so in words.
 */
record Constraint(Pattern pattern, String words) implements Predicate<String> {
  /** The tags that a request and a resource can have. */
  static final int MAX_TAGS = 200;

  static final Constraint CLUSTER_ID =
      of("[a-z0-9]{26}", "an identifier of 26 lower-case letters and digits");
  static final Constraint CLUSTER_ARN =
      of(
          "arn:aws(-[^:]+)?:dsql:[a-z0-9-]{1,20}:[0-9]{12}:cluster/[a-z0-9]{26}",
          "the ARN of a cluster: arn:aws:dsql:<region>:<account>:cluster/<identifier>");
  static final Constraint CLIENT_TOKEN =
      of("[!-~]{1,128}", "1 to 128 printable ASCII characters without blanks");
  static final Constraint KMS_KEY =
      of("[a-zA-Z0-9:/_-]{1,2048}", "a KMS key's ARN, id or alias of 1 to 2048 characters");
  static final Constraint REGION = of("[a-z0-9-]{0,50}", "the name of a Region");
  static final Constraint POLICY = of("(?s).{1,20480}", "a policy of 1 to 20480 characters");
  static final Constraint POLICY_VERSION = of("[0-9]{1,19}", "the version of a policy, a number");
  static final Constraint TAG_KEY =
      of(
          "(?![aA][wW][sS]:)[a-zA-Z0-9_.:/=+@ -]{1,128}",
          "1 to 128 letters, digits, blanks and _.:/=+-@, not beginning with aws:");
  static final Constraint TAG_VALUE =
      of("[a-zA-Z0-9_.:/=+@ -]{0,256}", "0 to 256 letters, digits, blanks and _.:/=+-@");
  static final Constraint NEXT_TOKEN = of("[a-zA-Z0-9_-]{1,2048}", "the nextToken of an answer");

  private static Constraint of(String pattern, String words) {
    return new Constraint(Pattern.compile(pattern), words);
  }

  @Override
  public boolean test(String text) {
    return pattern.matcher(text).matches();
  }

  @Override
  public String toString() {
    return words;
  }
}
