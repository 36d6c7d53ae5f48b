package io.os199.cs.api.security;

import io.os199.cs.platform.config.IssuerConfig;
import io.os199.cs.platform.config.OAuthConfig;
import io.os199.cs.platform.json.WireName;

import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** This server as the resource for which access tokens are issued (RFC 9728). */
record ProtectedResource(URI uri, List<String> issuers, Set<Scope> scopes) {
    static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";

    /** The scopes offered. Usage intake is for the keys of machines, so nobody is prompted to ask for it. */
    private static final Set<Scope> OFFERED = EnumSet.complementOf(EnumSet.of(Scope.CS_INGEST));

    static ProtectedResource of(OAuthConfig config) {
        EnumSet<Scope> grantable = EnumSet.noneOf(Scope.class);
        for (IssuerConfig issuer : config.issuers()) {
            List<String> most = issuer.grantableScopes();
            Objects.requireNonNullElseGet(most, () -> WireName.all(Scope.class))
                    .forEach(word -> grantable.addAll(Scope.named(word).includes()));
        }
        grantable.retainAll(OFFERED);
        return new ProtectedResource(
                URI.create(config.resource()),
                config.issuers().stream().map(IssuerConfig::issuer).toList(),
                grantable);
    }

    /** Returns the path of the endpoint; empty for the root. */
    String path() {
        String path = Objects.requireNonNullElse(uri.getRawPath(), "");
        return path.equals("/") ? "" : path;
    }

    /** Returns where clients read the metadata of this resource. */
    String metadata() {
        return uri.getScheme() + "://" + uri.getRawAuthority() + WELL_KNOWN + path();
    }
}
