package dev.borealis.iam;

/** The answer to a client that presents an authentication token. */
public sealed interface TokenVerdict {

  /**
   * The client may sign in.
   *
   * @param principalArn who it is, for the mapping to database roles
   */
  record Accepted(String principalArn, String accessKeyId) implements TokenVerdict {}

  /**
   * The client may not sign in. No part shows the token, its signature or a secret.
   *
   * @param hint for the client, as the error's hint
   * @param logDetail for the server's log: which check failed, with what the client must not learn;
   *     one line
   */
  record Refused(Reason reason, String hint, String logDetail) implements TokenVerdict {

    /** The error's message; the same for all reasons (recorded). */
    public String message() {
      return "unable to accept connection, access denied";
    }

    /** The error's SQLSTATE, connection_failure; the same for all reasons (recorded). */
    public String sqlState() {
      return "08006";
    }
  }

  /** Which check failed. */
  enum Reason {
    /** The password is no token at all. */
    MALFORMED,
    /**
     * A {@code DbConnect} token for {@code admin}, or a {@code DbConnectAdmin} token for another
     * user.
     */
    WRONG_ACTION,
    /** Signed for another service than {@code dsql}. */
    WRONG_SERVICE,
    /** Signed for another region than the cluster's. */
    WRONG_REGION,
    /** Made for a host that is not a name of the cluster. */
    WRONG_HOST,
    /** The day in the credential is not the day of the token's date. */
    WRONG_SCOPE_DATE,
    /** A life of no seconds or of more than a week. */
    LIFE_OUT_OF_RANGE,
    /** Its life is over. */
    EXPIRED,
    /** Its life begins more than five minutes from now. */
    NOT_YET_CURRENT,
    /** No local identity has the access key. */
    UNKNOWN_ACCESS_KEY,
    /** The secret of the access key did not make the signature. */
    WRONG_SIGNATURE,
    /** The session token is not the identity's, or one of the two has none. */
    WRONG_SESSION_TOKEN,
    /** The identity's policy does not allow the action. */
    NOT_AUTHORIZED
  }
}
