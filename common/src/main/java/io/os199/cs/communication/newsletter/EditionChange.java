package io.os199.cs.communication.newsletter;

import io.os199.cs.communication.model.NewsletterSection;
import io.os199.cs.communication.model.Recurrence;
import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Changes to an edition; absent fields stay as they are.
 *
 * @param previewText blank for none
 * @param tiers empty for all
 * @param changesRecurrence whether to set the recurrence to the given one, or to none
 */
public record EditionChange(
        @Nullable String subject,
        @Nullable String previewText,
        @Nullable List<NewsletterSection> sections,
        @Nullable List<Tier> tiers,
        @Nullable List<String> excludedClientIds,
        boolean changesRecurrence,
        @Nullable Recurrence recurrence) {}
