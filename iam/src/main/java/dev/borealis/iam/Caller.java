package dev.borealis.iam;

/**
 * Who sent an API request.
 *
 * @param region that the request was signed for
 */
public record Caller(String principalArn, Policy policy, String region) {}
