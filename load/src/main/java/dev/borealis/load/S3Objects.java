package dev.borealis.load;

import dev.borealis.client.SilentLogging;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Finds objects of S3. Kept apart, so that the SDK is loaded only by those who need it. */
final class S3Objects {
  static final String SCHEME = "s3://";
  private static final int NOT_FOUND = 404;
  private static final int CHANGED = 412;

  private S3Objects() {}

  /** The objects that an address means: one, all with a prefix, or those that fit a pattern. */
  static List<Source> find(String address, S3Access access) {
    int slash = address.indexOf('/', SCHEME.length());
    if (slash < 0 || slash == SCHEME.length()) {
      throw new LoadException("%s names no object. Give s3://BUCKET/KEY.".formatted(address));
    }
    String bucket = address.substring(SCHEME.length(), slash);
    String key = address.substring(slash + 1);
    S3Client client = client(access);
    try {
      if (FilePattern.isPattern(key) || key.isEmpty() || key.endsWith("/")) {
        return list(client, address, bucket, key);
      }
      HeadObjectResponse head = client.headObject(request -> request.bucket(bucket).key(key));
      return List.of(new S3Source(client, bucket, key, head.contentLength(), head.eTag()));
    } catch (S3Exception e) {
      throw new LoadException(reason(address, e), e);
    } catch (SdkException e) {
      throw new LoadException("%s cannot be reached: %s".formatted(address, e.getMessage()), e);
    }
  }

  private static S3Client client(S3Access access) {
    SilentLogging.ensure();
    S3ClientBuilder builder = S3Client.builder().crossRegionAccessEnabled(true);
    if (access.profile() != null) {
      builder.credentialsProvider(
          software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider.builder()
              .profileName(access.profile())
              .build());
    }
    if (access.region() != null) {
      builder.region(Region.of(access.region()));
    }
    if (System.getenv("AWS_ENDPOINT_URL_S3") != null || access.endpoint() != null) {
      // Servers that are not AWS rarely have a host name for each bucket.
      builder.forcePathStyle(true);
    }
    if (access.endpoint() != null) {
      builder.endpointOverride(access.endpoint()).crossRegionAccessEnabled(false);
    }
    return builder.build();
  }

  private static List<Source> list(S3Client client, String address, String bucket, String key) {
    @Nullable FilePattern pattern = FilePattern.isPattern(key) ? new FilePattern(key) : null;
    String prefix = pattern == null ? key : pattern.fixedPrefix();
    List<Source> found = new ArrayList<>();
    for (S3Object object :
        client
            .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix))
            .contents()) {
      if (!object.key().endsWith("/") && (pattern == null || pattern.fits(object.key()))) {
        found.add(new S3Source(client, bucket, object.key(), object.size(), object.eTag()));
      }
    }
    if (found.isEmpty()) {
      throw new LoadException("No object fits %s.".formatted(address));
    }
    return found;
  }

  /** What S3 says, for people. */
  static IOException failure(String name, S3Exception e) {
    return new IOException(reason(name, e), e);
  }

  private static String reason(String name, S3Exception e) {
    String why =
        switch (e.statusCode()) {
          case NOT_FOUND -> "there is no such object or bucket";
          case CHANGED -> "the object was replaced while it was being read";
          default ->
              e.awsErrorDetails() == null ? e.getMessage() : e.awsErrorDetails().errorMessage();
        };
    return "%s cannot be read: %s (HTTP %d).".formatted(name, why, e.statusCode());
  }
}
