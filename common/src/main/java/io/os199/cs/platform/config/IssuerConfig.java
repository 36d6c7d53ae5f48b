package io.os199.cs.platform.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

import io.dropwizard.validation.ValidationMethod;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An authorization server whose access tokens are accepted.
 *
 * @param issuer exactly as its tokens name it in {@code iss}
 * @param jwksUri where its keys are; absent: where its metadata says
 * @param scopeClaims claims that hold scopes, as a list or as words in one text
 * @param scopeMapping scopes of the issuer that stand for scopes of ours; one that is spelled like ours is ours
 * @param rolesClaim claim that holds roles or groups, for example {@code groups} or {@code realm_access.roles};
 *     absent: none
 * @param roleMapping roles or groups that stand for scopes of ours; any other grants none
 * @param subjectClaim claim that distinguishes its users
 * @param grantableScopes the most that its tokens may grant; absent: all
 */
public record IssuerConfig(
        @NotEmpty String issuer,
        @Nullable String jwksUri,
        @NotNull List<String> scopeClaims,
        @NotNull Map<String, List<String>> scopeMapping,
        @Nullable String rolesClaim,
        @NotNull Map<String, List<String>> roleMapping,
        @NotEmpty String subjectClaim,
        @Nullable List<String> grantableScopes) {

    @JsonCreator
    static IssuerConfig of(
            @JsonProperty("issuer") @Nullable String issuer,
            @JsonProperty("jwksUri") @Nullable String jwksUri,
            @JsonProperty("scopeClaims") @Nullable List<String> scopeClaims,
            @JsonProperty("scopeMapping") @Nullable Map<String, List<String>> scopeMapping,
            @JsonProperty("rolesClaim") @Nullable String rolesClaim,
            @JsonProperty("roleMapping") @Nullable Map<String, List<String>> roleMapping,
            @JsonProperty("subjectClaim") @Nullable String subjectClaim,
            @JsonProperty("grantableScopes") @Nullable List<String> grantableScopes) {
        return new IssuerConfig(
                Objects.requireNonNullElse(issuer, ""),
                jwksUri,
                Objects.requireNonNullElse(scopeClaims, List.of("scope", "scp")),
                Objects.requireNonNullElse(scopeMapping, Map.of()),
                rolesClaim,
                Objects.requireNonNullElse(roleMapping, Map.of()),
                Objects.requireNonNullElse(subjectClaim, "sub"),
                grantableScopes);
    }

    /** An issuer whose tokens are accepted with their usual claims and without any mapping. */
    public static IssuerConfig of(String issuer) {
        return of(issuer, null, null, null, null, null, null, null);
    }

    /** Keys that came over a plain connection could be anybody's; {@code jwksUri} is the operator's own choice. */
    @JsonIgnore
    @ValidationMethod(
            message = "oauth: an issuer has to be an https address (http only for a loopback host)")
    public boolean isIssuerSafe() {
        return WebAddress.isSafe(issuer);
    }

    @JsonIgnore
    @ValidationMethod(
            message = "oauth: the jwksUri of an issuer has to be an http or https address")
    public boolean isJwksUriAnAddress() {
        return jwksUri == null || WebAddress.parse(jwksUri).map(URI::getHost).isPresent();
    }
}
