package io.os199.cs.api.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;

class DiscoveryTest {
    @Test
    void looksWhereTheStandardsPutTheMetadata() {
        assertThat(Discovery.places("https://id.example/realms/cs"))
                .extracting(URI::toString)
                .containsExactly(
                        "https://id.example/.well-known/oauth-authorization-server/realms/cs",
                        "https://id.example/realms/cs/.well-known/openid-configuration",
                        "https://id.example/.well-known/openid-configuration/realms/cs");
        assertThat(Discovery.places("https://id.example:8443/"))
                .extracting(URI::toString)
                .containsExactly(
                        "https://id.example:8443/.well-known/oauth-authorization-server",
                        "https://id.example:8443/.well-known/openid-configuration");
    }

    @Test
    void takesKeysOnlyFromWhereNobodyCanChangeThemOnTheWay() throws IOException {
        String issuer = "https://id.example";
        String metadata = "{\"issuer\": \"https://id.example\", \"jwks_uri\": \"%s\"}";
        assertThat(Discovery.jwksUri(issuer, metadata.formatted("https://id.example/keys")))
                .isEqualTo(URI.create("https://id.example/keys"));
        for (String unsafe : new String[] {"http://id.example/keys", "file:///keys", "", "x y"}) {
            assertThatThrownBy(() -> Discovery.jwksUri(issuer, metadata.formatted(unsafe)))
                    .isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> Discovery.jwksUri(issuer, "<html>"))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Discovery.jwksUri("https://id.example/", metadata))
                .hasMessageContaining("another issuer");
    }
}
