package dev.borealis.cluster.api;

import java.util.List;
import java.util.Map;

/** An operation was not done. Knows everything that the client is told. */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final String SERVICE = "dsql";

  /** The status of an error that may pass. */
  static final int INTERNAL = 500;

  /** Why a request is not valid. */
  public enum Reason {
    UNKNOWN_OPERATION("unknownOperation"),
    CANNOT_PARSE("cannotParse"),
    FIELD_VALIDATION_FAILED("fieldValidationFailed"),
    DELETION_PROTECTION_ENABLED("deletionProtectionEnabled"),
    OTHER("other");

    private final String wireName;

    Reason(String wireName) {
      this.wireName = wireName;
    }
  }

  /** What is wrong with one member of a request. */
  public record Field(String name, String message) {}

  private final String type;
  private final int status;
  private final transient Map<String, String> members;
  private final transient List<Field> fields;

  private ApiException(
      String type, int status, String message, Map<String, String> members, List<Field> fields) {
    // Clients can cause it at will, so it must be cheap: no stack trace.
    super(message, null, false, false);
    this.type = type;
    this.status = status;
    this.members = members;
    this.fields = fields;
  }

  public static ApiException validation(Reason reason, String message) {
    return new ApiException(
        "ValidationException", 400, message, Map.of("reason", reason.wireName), List.of());
  }

  /** Members that break their rules, at least one. */
  public static ApiException invalid(List<Field> fields) {
    return new ApiException(
        "ValidationException",
        400,
        fields.size() == 1
            ? fields.getFirst().message()
            : fields.size() + " members are not valid: " + fields.getFirst().message(),
        Map.of("reason", Reason.FIELD_VALIDATION_FAILED.wireName),
        List.copyOf(fields));
  }

  public static ApiException invalid(String field, String message) {
    return invalid(List.of(new Field(field, message)));
  }

  public static ApiException accessDenied(String message) {
    return new ApiException("AccessDeniedException", 403, message, Map.of(), List.of());
  }

  /** Nobody knows who the caller is; {@code type} is one of the errors that all services share. */
  static ApiException unauthenticated(String type, String message) {
    return new ApiException(type, 403, message, Map.of(), List.of());
  }

  /**
   * What the request is about does not exist.
   *
   * @param resourceType such as {@code cluster}
   */
  public static ApiException notFound(String message, String resourceId, String resourceType) {
    return new ApiException(
        "ResourceNotFoundException", 404, message, resource(resourceId, resourceType), List.of());
  }

  public static ApiException conflict(String message, String resourceId) {
    return new ApiException(
        "ConflictException", 409, message, resource(resourceId, "cluster"), List.of());
  }

  /**
   * There would be more than there may be.
   *
   * @param quotaCode of Service Quotas
   */
  public static ApiException quotaExceeded(
      String message, String resourceId, String resourceType, String quotaCode) {
    return new ApiException(
        "ServiceQuotaExceededException",
        402,
        message,
        Map.of(
            "resourceId", resourceId,
            "resourceType", resourceType,
            "serviceCode", SERVICE,
            "quotaCode", quotaCode),
        List.of());
  }

  /** Something failed here; the request may be sent again. */
  public static ApiException internal(String message) {
    return new ApiException("InternalServerException", INTERNAL, message, Map.of(), List.of());
  }

  private static Map<String, String> resource(String id, String type) {
    return Map.of("resourceId", id, "resourceType", type);
  }

  String type() {
    return type;
  }

  int status() {
    return status;
  }

  /** Members beside the message. */
  Map<String, String> members() {
    return members;
  }

  List<Field> fields() {
    return fields;
  }
}
