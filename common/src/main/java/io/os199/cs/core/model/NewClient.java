package io.os199.cs.core.model;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A client to be registered.
 *
 * @param contract terms that are absent are the usual ones; if none are given, there is no contract
 */
public record NewClient(
        String clientName,
        @Nullable String companyName,
        @Nullable String externalId,
        @Nullable String industry,
        Tier tier,
        LifecycleStage lifecycleStage,
        @Nullable String csm,
        List<String> tags,
        ContractFields contract,
        @Nullable String contactEmail,
        @Nullable String contactName,
        @Nullable String contactTitle) {

    public NewClient {
        tags = Tags.clean(tags);
    }

    /** Returns the legal name, or the display name where none was given. */
    public String legalName() {
        return companyName == null ? clientName : companyName;
    }
}
