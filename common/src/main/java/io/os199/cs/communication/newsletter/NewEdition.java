package io.os199.cs.communication.newsletter;

import io.os199.cs.communication.model.NewsletterSection;
import io.os199.cs.communication.model.Recurrence;
import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * An edition to create.
 *
 * @param editionNo absent for the number after the last of the series
 * @param tiers of the clients it is for; absent for all
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
