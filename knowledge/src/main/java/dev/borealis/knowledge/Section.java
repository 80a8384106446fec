package dev.borealis.knowledge;

/**
 * A part of a page under a heading of its own.
 *
 * @param anchor the heading as it stands in an address; empty for what comes before the first one
 * @param heading the page's title for what comes before the first one
 * @param text Markdown, without the heading
 */
public record Section(String anchor, String heading, String text) {}
