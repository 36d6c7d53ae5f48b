package io.os199.cs.communication.newsletter;

import io.os199.cs.communication.model.NewsletterSection;
import io.os199.cs.communication.model.Recurrence;
import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * An edition that somebody writes.
 *
 * @param editionNo absent: the one after the last of the series
 * @param tiers of the clients it is for; absent: all
 */
public record NewEdition(
        String name,
        @Nullable Integer editionNo,
        String subject,
        @Nullable String previewText,
        List<NewsletterSection> sections,
        @Nullable List<Tier> tiers,
        List<String> excludedClientIds,
        @Nullable Recurrence recurrence) {}
