package io.os199.cs.platform.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

import io.dropwizard.validation.ValidationMethod;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/**
 * Access by OAuth 2 tokens in addition to API keys. Without issuers, only keys are accepted.
 *
 * @param resource the address of the MCP endpoint as clients know it, which has to be in the {@code aud} of a token
 * @param clockSkewSeconds how far the clocks of an issuer and of this server may differ
 */
public record OAuthConfig(
        @NotNull String resource,
        @Min(0) @Max(600) int clockSkewSeconds,
        @Valid @NotNull List<@Valid IssuerConfig> issuers) {
    private static final int USUAL_SKEW_SECONDS = 60;

    @JsonCreator
    static OAuthConfig of(
            @JsonProperty("resource") @Nullable String resource,
            @JsonProperty("clockSkewSeconds") @Nullable Integer clockSkewSeconds,
            @JsonProperty("issuers") @Nullable List<IssuerConfig> issuers) {
        return new OAuthConfig(
                Objects.requireNonNullElse(resource, ""),
                Objects.requireNonNullElse(clockSkewSeconds, USUAL_SKEW_SECONDS),
                Objects.requireNonNullElse(issuers, List.of()));
    }

    /** API keys only. */
    public static OAuthConfig none() {
        return new OAuthConfig("", USUAL_SKEW_SECONDS, List.of());
    }

    @JsonIgnore
    public boolean isConfigured() {
        return !issuers.isEmpty();
    }

    @JsonIgnore
    @ValidationMethod(
            message =
                    "oauth: resource has to be the address of the MCP endpoint as clients know it,"
                            + " as https://cs.example.com/mcp (http only for a loopback host)")
    public boolean isResourceNamed() {
        return issuers.isEmpty() || WebAddress.isSafe(resource);
    }

    @JsonIgnore
    @ValidationMethod(message = "oauth: an issuer is named twice")
    public boolean isEachIssuerNamedOnce() {
        return issuers.stream().map(IssuerConfig::issuer).distinct().count() == issuers.size();
    }
}
