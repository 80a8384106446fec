package dev.borealis.client;

import dev.borealis.iam.Credentials;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The key pair that AWS's own tools would use. Kept apart, so that the SDK's many classes are
 * loaded only by those who need them.
 */
public final class AwsCredentials {
  private AwsCredentials() {}

  /**
   * Asks the SDK's default chain: environment, profiles with SSO or assumed roles, containers and
   * instances ("Default credentials provider chain in the AWS SDK for Java 2.x").
   *
   * @param profile null: the default profile
   * @throws ClientException if there are no credentials
   */
  public static Credentials find(@Nullable String profile) {
    SilentLogging.ensure();
    try (DefaultCredentialsProvider provider =
        DefaultCredentialsProvider.builder().profileName(profile).build()) {
      return credentials(provider);
    } catch (SdkException | IllegalArgumentException e) {
      String whose = profile == null ? "" : " for the profile '" + profile + "'";
      throw new ClientException(
          "No AWS credentials were found%s: %s Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, run 'aws configure' or 'aws sso login', or name a profile with --profile."
              .formatted(whose, reason(e)),
          e);
    }
  }

  private static Credentials credentials(AwsCredentialsProvider provider) {
    software.amazon.awssdk.auth.credentials.AwsCredentials found = provider.resolveCredentials();
    String sessionToken =
        found instanceof AwsSessionCredentials session ? session.sessionToken() : null;
    return new Credentials(found.accessKeyId(), found.secretAccessKey(), sessionToken);
  }

  // The chain's message begins with itself, pages of it, and then lists why each part failed.
  private static String reason(RuntimeException e) {
    String message = String.valueOf(e.getMessage());
    int list = message.lastIndexOf(" : [");
    String shown = list < 0 ? message : "none of the usual places has any";
    return shown.endsWith(".") ? shown : shown + ".";
  }
}
