package io.os199.cs.core.model;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A client to be registered.
 *
 * @param contract absent terms are the usual ones; nothing said: no contract
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

    /** The legal name: the display name where none was given. */
    public String legalName() {
        return companyName == null ? clientName : companyName;
    }
}
