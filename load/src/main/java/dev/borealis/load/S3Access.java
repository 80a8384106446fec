package dev.borealis.load;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How objects of S3 are reached. What is null is found as AWS's own tools find it.
 *
 * @param endpoint another server than AWS's
 * @param region of the bucket; buckets elsewhere are found too
 * @param profile whose keys sign
 */
public record S3Access(@Nullable URI endpoint, @Nullable String region, @Nullable String profile) {
  /** As AWS's own tools do it. */
  public static final S3Access DEFAULT = new S3Access(null, null, null);
}
