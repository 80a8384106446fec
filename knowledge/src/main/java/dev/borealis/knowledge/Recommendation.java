package dev.borealis.knowledge;

/**
 * Something to read, or to do.
 *
 * @param url the page
 * @param title its title
 * @param reason why: what was found, or what the page is for
 */
public record Recommendation(String url, String title, String reason) {}
