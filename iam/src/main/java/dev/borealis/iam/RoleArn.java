package dev.borealis.iam;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** ARNs of roles, and of the sessions in which somebody has assumed one. */
public final class RoleArn {
  private static final Pattern SESSION =
      Pattern.compile("arn:([a-z-]+):sts::([0-9]{12}):assumed-role/(.+)/[^/]+");

  private RoleArn() {}

  /** The role of an assumed-role session; any other ARN stays as it is. */
  public static String ofSession(String arn) {
    Matcher session = SESSION.matcher(arn);
    return session.matches()
        ? "arn:%s:iam::%s:role/%s".formatted(session.group(1), session.group(2), session.group(3))
        : arn;
  }
}
