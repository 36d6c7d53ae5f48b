package io.os199.cs.communication.model;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * A section of an edition.
 *
 * @param content as parsed by {@link SectionText}; blank while it is yet to be written
 * @param linkUrl where the link line after it leads
 * @param linkText the text of that line; the title if absent
 */
public record NewsletterSection(
        SectionType type,
        String title,
        String content,
        @Nullable String linkUrl,
        @Nullable String linkText) {

    /** Whether its content is yet to be written. */
    public boolean lacksContent() {
        return content.isBlank();
    }

    /** Returns all addresses that it links to. */
    public List<String> addresses() {
        List<String> all = new ArrayList<>(SectionText.of(content).addresses());
        if (linkUrl != null) {
            all.add(linkUrl);
        }
        return all.stream().distinct().toList();
    }
}
