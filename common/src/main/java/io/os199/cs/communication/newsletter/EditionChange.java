package io.os199.cs.communication.newsletter;

import io.os199.cs.communication.model.NewsletterSection;
import io.os199.cs.communication.model.Recurrence;
import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What of an edition is to be another; what is absent stays.
 *
 * @param previewText blank: none
 * @param tiers empty: all
 * @param changesRecurrence whether the recurrence is to be this one, or none
 */
public record EditionChange(
        @Nullable String subject,
        @Nullable String previewText,
        @Nullable List<NewsletterSection> sections,
        @Nullable List<Tier> tiers,
        @Nullable List<String> excludedClientIds,
        boolean changesRecurrence,
        @Nullable Recurrence recurrence) {}
