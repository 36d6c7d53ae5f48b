package io.os199.cs.api.oauth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.platform.config.WebAddress;
import io.os199.cs.platform.json.Json;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;

/** Locates an issuer's metadata (RFC 8414, OpenID Connect Discovery 1.0) and reads the address of its keys from it. */
final class Discovery {
    private static final String OAUTH = "/.well-known/oauth-authorization-server";
    private static final String OPENID = "/.well-known/openid-configuration";

    private Discovery() {}

    /** Every place where an issuer may publish its metadata, the likeliest first. */
    static List<URI> places(String issuer) {
        URI uri = URI.create(issuer);
        String root = uri.getScheme() + "://" + uri.getRawAuthority();
        String path = Objects.requireNonNullElse(uri.getRawPath(), "").replaceFirst("/$", "");
        List<String> places =
                path.isEmpty()
                        ? List.of(root + OAUTH, root + OPENID)
                        : List.of(root + OAUTH + path, root + path + OPENID, root + OPENID + path);
        return places.stream().map(URI::create).toList();
    }

    /** The address of the keys. */
    static URI jwksUri(String issuer, String metadata) throws IOException {
        JsonNode document = read(metadata);
        if (!document.path("issuer").asText().equals(issuer)) {
            throw new IOException("the metadata of " + issuer + " names another issuer");
        }
        String jwksUri = document.path("jwks_uri").asText();
        if (!WebAddress.isSafe(jwksUri)) {
            throw new IOException("the metadata of " + issuer + " has no safe jwks_uri");
        }
        return URI.create(jwksUri);
    }

    private static JsonNode read(String metadata) throws IOException {
        try {
            return Json.mapper().readTree(metadata);
        } catch (JsonProcessingException e) {
            throw new IOException("the metadata is not JSON", e);
        }
    }
}
