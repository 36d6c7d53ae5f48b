package io.os199.cs.communication.model;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * A section of an edition.
 *
 * @param content as {@link SectionText} reads it; blank while it is to be written
 * @param linkUrl where a line after it leads
 * @param linkText of that line; else the title
 */
public record NewsletterSection(
        SectionType type,
        String title,
        String content,
        @Nullable String linkUrl,
        @Nullable String linkText) {

    /** Whether it is still to be written. */
    public boolean lacksContent() {
        return content.isBlank();
    }

    /** All addresses to which it leads. */
    public List<String> addresses() {
        List<String> all = new ArrayList<>(SectionText.of(content).addresses());
        if (linkUrl != null) {
            all.add(linkUrl);
        }
        return all.stream().distinct().toList();
    }
}
