package dev.borealis.cli;

import dev.borealis.client.AwsCredentials;
import dev.borealis.client.ClientException;
import dev.borealis.cluster.DataDirectory;
import dev.borealis.cluster.LocalServiceOptions.SignIn;
import dev.borealis.cluster.ServiceRecord;
import dev.borealis.iam.Credentials;
import dev.borealis.iam.IdentityStore;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the key pair that signs a token. */
final class SigningKeys {
  private SigningKeys() {}

  /**
   * The key pair of {@code profile} if one is named, else that of the environment, else for a local
   * cluster the default one, else whatever AWS's own tools would use.
   *
   * @throws ClientException if there is none, or the local service does not know it
   */
  static Credentials find(
      Target target, @Nullable String profile, Map<String, String> environment) {
    if (profile != null) {
      return AwsCredentials.find(profile);
    }
    Credentials credentials = ofEnvironment(environment);
    ServiceRecord service = target.service();
    if (service == null) {
      return credentials == null ? AwsCredentials.find(null) : credentials;
    }
    if (credentials == null) {
      return IdentityStore.DEFAULT_IDENTITY.credentials();
    }
    requireKnown(service, credentials);
    return credentials;
  }

  /**
   * The key pair of the usual variables, or null if they are not set.
   *
   * @throws ClientException if they are set to something that is no key pair
   */
  static @Nullable Credentials ofEnvironment(Map<String, String> environment) {
    String key = environment.getOrDefault("AWS_ACCESS_KEY_ID", "");
    String secret = environment.getOrDefault("AWS_SECRET_ACCESS_KEY", "");
    if (key.isEmpty() || secret.isEmpty()) {
      return null;
    }
    try {
      return new Credentials(key, secret, environment.get("AWS_SESSION_TOKEN"));
    } catch (IllegalArgumentException e) {
      throw new ClientException(
          "The AWS credentials in the environment cannot be used: %s. Correct AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN."
              .formatted(e.getMessage()),
          e);
    }
  }

  // The service would refuse the token without saying why, as AWS does. Here the reason is known.
  private static void requireKnown(ServiceRecord service, Credentials credentials) {
    String key = credentials.accessKeyId();
    if (service.signIn() == SignIn.RELAXED || key.equals(service.environmentAccessKey())) {
      return;
    }
    boolean known;
    try {
      known =
          IdentityStore.open(DataDirectory.identities(service.dataDirectory())).list().stream()
              .anyMatch(identity -> identity.accessKeyId().equals(key));
    } catch (IOException e) {
      return; // Somebody else's service, whose answer will have to do.
    }
    if (!known) {
      throw new ClientException(
          "The local service does not know the access key %s of the environment. Unset AWS_ACCESS_KEY_ID, restart the service with these credentials in its environment, or make an identity with 'dsql iam user add'."
              .formatted(key));
    }
  }
}
