package dev.borealis.iam;

/**
 * Who sent an API request.
 *
 * @param accessKeyId that the request was signed with; empty if it was not signed
 * @param region that the request was signed for
 */
public record Caller(String principalArn, String accessKeyId, Policy policy, String region) {}
