package dev.borealis.knowledge;

/**
 * Something that was found.
 *
 * @param url the address of the page, with the section's anchor
 * @param title the page's title, and the section's heading if it is another
 * @param excerpt the part of the text that fits the question best
 * @param score how well it fits; meaningful only beside the others
 */
public record Hit(String url, String title, String excerpt, float score) {}
